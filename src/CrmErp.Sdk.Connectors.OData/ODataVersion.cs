namespace CrmErp.Sdk.Connectors.OData;

/// <summary>The protocol's version.</summary>
public enum ODataVersion
{
    /// <summary>OData 2.0, as SAP gateways speak it.</summary>
    V2 = 2,
    /// <summary>OData 4.0 and 4.01.</summary>
    V4 = 4,
}

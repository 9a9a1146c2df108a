namespace CrmErp.Sdk;

/// <summary>A person, usually one who works for an account.</summary>
[CanonicalEntity]
public sealed partial class Contact : Entity
{
    /// <summary>The number that systems with numbered contacts give it.</summary>
    [Field(MaxLength = 40)]
    public partial string? Number { get; set; }

    /// <summary>Form of address.</summary>
    [Field(MaxLength = 40, Group = "Name")]
    public partial string? Salutation { get; set; }

    /// <summary>Given name.</summary>
    [Field(MaxLength = 80, Group = "Name")]
    public partial string? FirstName { get; set; }

    /// <summary>Middle names.</summary>
    [Field(MaxLength = 80, Group = "Name")]
    public partial string? MiddleName { get; set; }

    /// <summary>Family name.</summary>
    [Field(MaxLength = 80, Group = "Name", Required = true)]
    public partial string? LastName { get; set; }

    /// <summary>E-mail address.</summary>
    [Field(MaxLength = 254)]
    public partial string? Email { get; set; }

    /// <summary>Telephone number at work.</summary>
    [Field(MaxLength = 40)]
    public partial string? Phone { get; set; }

    /// <summary>Mobile number.</summary>
    [Field(MaxLength = 40)]
    public partial string? MobilePhone { get; set; }

    /// <summary>Fax number.</summary>
    [Field(MaxLength = 40)]
    public partial string? Fax { get; set; }

    /// <summary>Job title.</summary>
    [Field(MaxLength = 128)]
    public partial string? JobTitle { get; set; }

    /// <summary>Department.</summary>
    [Field(MaxLength = 128)]
    public partial string? Department { get; set; }

    /// <summary>The account it works for; a contact may have none.</summary>
    [Reference<Account>]
    public partial Reference? Account { get; set; }

    /// <summary>Where mail goes.</summary>
    public partial Address MailingAddress { get; }

    /// <summary>Whether it asked not to get e-mail.</summary>
    public partial bool? EmailOptOut { get; set; }

    /// <summary>Whether it asked not to be called.</summary>
    public partial bool? PhoneOptOut { get; set; }

    /// <summary>Whether it still is a contact.</summary>
    public partial bool? Active { get; set; }

    /// <summary>Free text.</summary>
    public partial string? Description { get; set; }
}

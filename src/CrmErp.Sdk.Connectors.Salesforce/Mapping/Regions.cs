using System.Collections.Frozen;

namespace CrmErp.Sdk.Connectors.Salesforce.Mapping;

/// <summary>
/// State names and codes of the countries whose addresses carry them by habit (ISO 3166-2 without the country). A name is looked up
/// inside its country only: a "Georgia" of no country stays what it is.
/// </summary>
internal static class Regions
{
    private const string UnitedStates =
        "AL=Alabama;AK=Alaska;AZ=Arizona;AR=Arkansas;CA=California;CO=Colorado;CT=Connecticut;DE=Delaware;DC=District of Columbia;FL=Florida;GA=Georgia;HI=Hawaii;ID=Idaho;IL=Illinois;IN=Indiana;IA=Iowa;"
        + "KS=Kansas;KY=Kentucky;LA=Louisiana;ME=Maine;MD=Maryland;MA=Massachusetts;MI=Michigan;MN=Minnesota;MS=Mississippi;MO=Missouri;MT=Montana;NE=Nebraska;NV=Nevada;NH=New Hampshire;NJ=New Jersey;"
        + "NM=New Mexico;NY=New York;NC=North Carolina;ND=North Dakota;OH=Ohio;OK=Oklahoma;OR=Oregon;PA=Pennsylvania;RI=Rhode Island;SC=South Carolina;SD=South Dakota;TN=Tennessee;TX=Texas;UT=Utah;VT=Vermont;"
        + "VA=Virginia;WA=Washington;WV=West Virginia;WI=Wisconsin;WY=Wyoming";

    private const string Canada =
        "AB=Alberta;BC=British Columbia;MB=Manitoba;NB=New Brunswick;NL=Newfoundland and Labrador;NS=Nova Scotia;NT=Northwest Territories;NU=Nunavut;ON=Ontario;PE=Prince Edward Island;QC=Quebec;SK=Saskatchewan;YT=Yukon";

    private const string Australia = "ACT=Australian Capital Territory;NSW=New South Wales;NT=Northern Territory;QLD=Queensland;SA=South Australia;TAS=Tasmania;VIC=Victoria;WA=Western Australia";

    private static readonly FrozenDictionary<(string Country, string Text), string> CodeOfName = Parse(toCode: true);
    private static readonly FrozenDictionary<(string Country, string Text), string> NameOfCode = Parse(toCode: false);

    /// <summary>The code of a state's name; a text that is no name of that country stays.</summary>
    public static string ToCode(string? country, string text) => country is not null && CodeOfName.TryGetValue((country, Key(text)), out var code) ? code : text;

    /// <summary>The name of a state's code; a text that is no code of that country stays.</summary>
    public static string ToName(string? country, string text) => country is not null && NameOfCode.TryGetValue((country, Key(text)), out var name) ? name : text;

    private static string Key(string text) => text.Trim().ToUpperInvariant();

    private static FrozenDictionary<(string, string), string> Parse(bool toCode)
    {
        var found = new Dictionary<(string, string), string>();
        foreach (var (country, states) in (ReadOnlySpan<(string, string)>)[("US", UnitedStates), ("CA", Canada), ("AU", Australia)])
        {
            foreach (var entry in states.Split(';'))
            {
                var parts = entry.Split('=');
                found.Add((country, Key(toCode ? parts[1] : parts[0])), toCode ? parts[0] : parts[1]);
            }
        }

        return found.ToFrozenDictionary();
    }
}

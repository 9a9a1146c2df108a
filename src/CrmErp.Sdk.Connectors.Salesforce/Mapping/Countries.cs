using System.Collections.Frozen;

namespace CrmErp.Sdk.Connectors.Salesforce.Mapping;

/// <summary>
/// Country names as Salesforce's text fields hold them (English short names, and what people type instead) and ISO 3166-1 codes.
/// Orgs with state and country picklists have code fields; a definition maps those instead.
/// </summary>
internal static class Countries
{
    // The first name of a code is the one that is written.
    private const string Names =
        "AD=Andorra;AE=United Arab Emirates|UAE;AF=Afghanistan;AG=Antigua and Barbuda;AI=Anguilla;AL=Albania;AM=Armenia;AO=Angola;AQ=Antarctica;AR=Argentina;AS=American Samoa;"
        + "AT=Austria|Österreich;AU=Australia;AW=Aruba;AX=Aland Islands|Åland Islands;AZ=Azerbaijan;BA=Bosnia and Herzegovina;BB=Barbados;BD=Bangladesh;BE=Belgium|België|Belgique;BF=Burkina Faso;"
        + "BG=Bulgaria;BH=Bahrain;BI=Burundi;BJ=Benin;BL=Saint Barthelemy|Saint Barthélemy;BM=Bermuda;BN=Brunei|Brunei Darussalam;BO=Bolivia;BQ=Bonaire, Sint Eustatius and Saba;BR=Brazil|Brasil;BS=Bahamas;"
        + "BT=Bhutan;BV=Bouvet Island;BW=Botswana;BY=Belarus;BZ=Belize;CA=Canada;CC=Cocos (Keeling) Islands;CD=Democratic Republic of the Congo;CF=Central African Republic;CG=Congo;"
        + "CH=Switzerland|Schweiz|Suisse|Svizzera;CI=Cote d'Ivoire|Côte d'Ivoire|Ivory Coast;CK=Cook Islands;CL=Chile;CM=Cameroon;CN=China;CO=Colombia;CR=Costa Rica;CU=Cuba;CV=Cape Verde|Cabo Verde;"
        + "CW=Curacao|Curaçao;CX=Christmas Island;CY=Cyprus;CZ=Czech Republic|Czechia;DE=Germany|Deutschland;DJ=Djibouti;DK=Denmark|Danmark;DM=Dominica;DO=Dominican Republic;DZ=Algeria;EC=Ecuador;"
        + "EE=Estonia;EG=Egypt;EH=Western Sahara;ER=Eritrea;ES=Spain|España;ET=Ethiopia;FI=Finland|Suomi;FJ=Fiji;FK=Falkland Islands;FM=Micronesia;FO=Faroe Islands;FR=France;GA=Gabon;"
        + "GB=United Kingdom|UK|Great Britain|England|Scotland|Wales|Northern Ireland;GD=Grenada;GE=Georgia;GF=French Guiana;GG=Guernsey;GH=Ghana;GI=Gibraltar;GL=Greenland;GM=Gambia;GN=Guinea;"
        + "GP=Guadeloupe;GQ=Equatorial Guinea;GR=Greece;GS=South Georgia and the South Sandwich Islands;GT=Guatemala;GU=Guam;GW=Guinea-Bissau;GY=Guyana;HK=Hong Kong;HM=Heard Island and McDonald Islands;"
        + "HN=Honduras;HR=Croatia;HT=Haiti;HU=Hungary;ID=Indonesia;IE=Ireland;IL=Israel;IM=Isle of Man;IN=India;IO=British Indian Ocean Territory;IQ=Iraq;IR=Iran;IS=Iceland;IT=Italy|Italia;"
        + "JE=Jersey;JM=Jamaica;JO=Jordan;JP=Japan;KE=Kenya;KG=Kyrgyzstan;KH=Cambodia;KI=Kiribati;KM=Comoros;KN=Saint Kitts and Nevis;KP=North Korea;KR=South Korea|Korea, Republic of|Korea;KW=Kuwait;"
        + "KY=Cayman Islands;KZ=Kazakhstan;LA=Laos;LB=Lebanon;LC=Saint Lucia;LI=Liechtenstein;LK=Sri Lanka;LR=Liberia;LS=Lesotho;LT=Lithuania;LU=Luxembourg;LV=Latvia;LY=Libya;MA=Morocco;MC=Monaco;"
        + "MD=Moldova;ME=Montenegro;MF=Saint Martin (French part);MG=Madagascar;MH=Marshall Islands;MK=North Macedonia|Macedonia;ML=Mali;MM=Myanmar;MN=Mongolia;MO=Macao|Macau;MP=Northern Mariana Islands;"
        + "MQ=Martinique;MR=Mauritania;MS=Montserrat;MT=Malta;MU=Mauritius;MV=Maldives;MW=Malawi;MX=Mexico|México;MY=Malaysia;MZ=Mozambique;NA=Namibia;NC=New Caledonia;NE=Niger;NF=Norfolk Island;"
        + "NG=Nigeria;NI=Nicaragua;NL=Netherlands|The Netherlands|Nederland|Holland;NO=Norway|Norge;NP=Nepal;NR=Nauru;NU=Niue;NZ=New Zealand;OM=Oman;PA=Panama;PE=Peru;PF=French Polynesia;"
        + "PG=Papua New Guinea;PH=Philippines;PK=Pakistan;PL=Poland|Polska;PM=Saint Pierre and Miquelon;PN=Pitcairn;PR=Puerto Rico;PS=Palestine;PT=Portugal;PW=Palau;PY=Paraguay;QA=Qatar;RE=Reunion|Réunion;"
        + "RO=Romania;RS=Serbia;RU=Russia|Russian Federation;RW=Rwanda;SA=Saudi Arabia;SB=Solomon Islands;SC=Seychelles;SD=Sudan;SE=Sweden|Sverige;SG=Singapore;SH=Saint Helena;SI=Slovenia;"
        + "SJ=Svalbard and Jan Mayen;SK=Slovakia;SL=Sierra Leone;SM=San Marino;SN=Senegal;SO=Somalia;SR=Suriname;SS=South Sudan;ST=Sao Tome and Principe;SV=El Salvador;SX=Sint Maarten (Dutch part);"
        + "SY=Syria;SZ=Eswatini|Swaziland;TC=Turks and Caicos Islands;TD=Chad;TF=French Southern Territories;TG=Togo;TH=Thailand;TJ=Tajikistan;TK=Tokelau;TL=Timor-Leste;TM=Turkmenistan;TN=Tunisia;"
        + "TO=Tonga;TR=Turkey|Türkiye|Turkiye;TT=Trinidad and Tobago;TV=Tuvalu;TW=Taiwan;TZ=Tanzania;UA=Ukraine;UG=Uganda;UM=United States Minor Outlying Islands;"
        + "US=United States|USA|United States of America|U.S.A.|U.S.;UY=Uruguay;UZ=Uzbekistan;VA=Vatican City|Holy See;VC=Saint Vincent and the Grenadines;VE=Venezuela;VG=British Virgin Islands;"
        + "VI=US Virgin Islands|U.S. Virgin Islands;VN=Vietnam|Viet Nam;VU=Vanuatu;WF=Wallis and Futuna;WS=Samoa;YE=Yemen;YT=Mayotte;ZA=South Africa;ZM=Zambia;ZW=Zimbabwe;XK=Kosovo";

    private static readonly FrozenDictionary<string, string> NameOfCode = Parse(toName: true);
    private static readonly FrozenDictionary<string, string> CodeOfName = Parse(toName: false);

    /// <summary>The code of a name or a code; null when the text is neither.</summary>
    public static string? ToCode(string text)
    {
        var trimmed = text.Trim();
        if (CodeOfName.TryGetValue(trimmed, out var code))
        {
            return code;
        }

        return trimmed.Length == 2 && NameOfCode.ContainsKey(trimmed) ? trimmed.ToUpperInvariant() : null;
    }

    /// <summary>The name of a code; null when there is no such code.</summary>
    public static string? ToName(string code) => NameOfCode.GetValueOrDefault(code);

    private static FrozenDictionary<string, string> Parse(bool toName)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in Names.Split(';'))
        {
            var (code, names) = (entry[..2], entry[3..].Split('|'));
            if (toName)
            {
                found.Add(code, names[0]);
                continue;
            }

            foreach (var name in names)
            {
                found.Add(name, code);
            }
        }

        return found.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}

using System.Collections.Frozen;

namespace CrmErp.Sdk;

/// <summary>Text of the packed codes inside values. The codes of ISO 4217 in use are shared, any other one is made anew.</summary>
internal static class CurrencyCodes
{
    // ISO 4217 list one, as of 2025; a code that is not in it works all the same.
    private static readonly FrozenDictionary<int, string> s_shared = (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK " +
        "DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW " +
        "KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR " +
        "PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS " +
        "VES VND VUV WST XAF XAG XAU XCD XCG XDR XOF XPD XPF XPT XTS XXX YER ZAR ZMW ZWG")
        .Split(' ').ToFrozenDictionary(code => Pack(code));

    public static int Pack(string code) => (code[0] - 'A') | ((code[1] - 'A') << 5) | ((code[2] - 'A') << 10);

    public static string Unpack(int packed) => s_shared.TryGetValue(packed, out var code)
        ? code
        : new string([(char)('A' + (packed & 0x1F)), (char)('A' + ((packed >> 5) & 0x1F)), (char)('A' + ((packed >> 10) & 0x1F))]);
}

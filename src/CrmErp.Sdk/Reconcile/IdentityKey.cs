using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>
/// The key that a record we make carries in its marker or external id field: derived from identity only (tenant, golden record,
/// spoke), stable for ever, 34 characters of A to Z and 2 to 7, so that upper-casing systems keep it. It reads back to the golden
/// record; a check of 40 bits tells our keys from other texts, and those of other tenants and spokes from ours.
/// </summary>
internal static class IdentityKey
{
    public const int Length = 34;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Of(TenantId tenant, GoldenId golden, SpokeId spoke)
    {
        Span<byte> bytes = stackalloc byte[21];
        golden.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(tenant, spoke, bytes[..16], bytes[16..]);
        return Encode(bytes);
    }

    /// <summary>Reads a marker; false when it is not one of ours for this tenant and spoke.</summary>
    public static bool TryRead(TenantId tenant, SpokeId spoke, [NotNullWhen(true)] string? marker, out GoldenId golden)
    {
        golden = default;
        Span<byte> bytes = stackalloc byte[21];
        if (marker is null || marker.Length != Length || !TryDecode(marker, bytes))
        {
            return false;
        }

        Span<byte> check = stackalloc byte[5];
        Check(tenant, spoke, bytes[..16], check);
        golden = new GoldenId(new Guid(bytes[..16], bigEndian: true));
        return check.SequenceEqual(bytes[16..]);
    }

    private static void Check(TenantId tenant, SpokeId spoke, ReadOnlySpan<byte> golden, Span<byte> check)
    {
        var text = Encoding.UTF8.GetBytes($"{tenant.Value}\n{spoke.Connection.Value}\n{spoke.Scope}\n");
        Span<byte> input = stackalloc byte[text.Length + 16];
        text.CopyTo(input);
        golden.CopyTo(input[text.Length..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input, hash);
        hash[..5].CopyTo(check);
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[Length];
        int bits = 0, buffer = 0, at = 0;
        foreach (var value in bytes)
        {
            buffer = (buffer << 8) | value;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text[at++] = Alphabet[(buffer >> bits) & 31];
            }
        }

        if (bits > 0)
        {
            text[at++] = Alphabet[(buffer << (5 - bits)) & 31];
        }

        return new string(text[..at]);
    }

    private static bool TryDecode(string text, Span<byte> bytes)
    {
        int bits = 0, buffer = 0, at = 0;
        foreach (var letter in text)
        {
            var value = char.IsAsciiDigit(letter) ? letter - '2' + 26 : char.ToUpperInvariant(letter) - 'A';
            if (value is < 0 or > 31 || (letter is '0' or '1' or '8' or '9'))
            {
                return false;
            }

            buffer = ((buffer << 5) | value) & 0xFFFF;
            bits += 5;
            if (bits >= 8 && at < bytes.Length)
            {
                bits -= 8;
                bytes[at++] = (byte)(buffer >> bits);
            }
        }

        return at == bytes.Length;
    }
}

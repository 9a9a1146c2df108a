using CrmErp.Sdk;

namespace CrmErp.Samples.QuoteToCash.Engine;

/// <summary>A field of our own: who looks after a customer. The shipped entity does not have it.</summary>
internal static class AccountFields
{
    public static readonly Field<Account, string?> SalespersonKey = new("Salesperson");

    extension(Account account)
    {
        public string? Salesperson
        {
            get => account.Extra(SalespersonKey);
            set => account.SetExtra(SalespersonKey, value);
        }
    }
}

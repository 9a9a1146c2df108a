using Microsoft.Extensions.Options;

namespace CrmErp.Sdk.Stores.Sqlite;

/// <summary>Checks the annotations of the options; generated.</summary>
[OptionsValidator]
internal sealed partial class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>;

using System.Globalization;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Schema;

/// <summary>Brings a file to the schema of this version: forward only, all missing steps in one transaction.</summary>
internal static class Migrator
{
    // "CES1": marks the file as ours, so that another program's database is not taken for an empty one.
    private const string ApplicationId = "1128616753";

    public static void Bring(SqliteSession session, string file)
    {
        session.Script("BEGIN IMMEDIATE");
        try
        {
            var version = VersionOf(session, file);
            if (version > Migration.All[^1].Version)
            {
                throw StoreFailures.Newer(file, version, Migration.All[^1].Version);
            }

            foreach (var step in Migration.All)
            {
                if (step.Version > version)
                {
                    session.Script(step.Sql);
                    session.Script($"PRAGMA user_version = {step.Version.ToString(CultureInfo.InvariantCulture)}");
                }
            }

            session.Script($"PRAGMA application_id = {ApplicationId}");
            session.Script("COMMIT");
        }
        catch
        {
            session.Rollback();
            throw;
        }
    }

    private static int VersionOf(SqliteSession session, string file)
    {
        var application = session.Once("PRAGMA application_id");
        if (application == ApplicationId)
        {
            return int.Parse(session.Once("PRAGMA user_version")!, CultureInfo.InvariantCulture);
        }

        if (application != "0" || session.Once("SELECT 1 FROM sqlite_master LIMIT 1") is not null)
        {
            throw StoreFailures.Foreign(file);
        }

        return 0;
    }
}

// Drives the Salesforce simulator with jsforce. Arguments: base URL, client id, client secret. Prints one JSON object.
import jsforce from '@jsforce/jsforce-node';

const [baseUrl, clientId, clientSecret] = process.argv.slice(2);
const connection = new jsforce.Connection({ loginUrl: baseUrl, version: '67.0', oauth2: { loginUrl: baseUrl, clientId, clientSecret } });
await connection.authorize({ grant_type: 'client_credentials' });

const result = { instanceUrl: connection.instanceUrl };

const account = await connection.sobject('Account').create({ Name: "  O'Neill & Söhne  ", Erp_Id__c: 'C-1' });
result.created = account.success;
result.updated = (await connection.sobject('Account').update({ Id: account.id, Phone: '+49 228 1' })).success;
const upserted = await connection.sobject('Account').upsert({ Erp_Id__c: 'C-1', Fax: '2' }, 'Erp_Id__c');
result.upsertedSame = upserted.id === account.id;

const rows = await connection.sobject('Account').create(
  Array.from({ length: 450 }, (_, i) => ({ Name: `Row ${i}`, ...(i === 7 ? { AccountNumber: 'x'.repeat(41) } : {}) })), { allowRecursive: true });
result.rows = rows.filter(r => r.success).length;
result.refused = rows.filter(r => !r.success).map(r => r.errors[0].statusCode);

await connection.sobject('Contact').create([{ LastName: 'A', AccountId: account.id }, { LastName: 'B', AccountId: account.id }]);
const queried = await connection.query('SELECT Id, Name FROM Account', { autoFetch: true, maxFetch: 10000, headers: { 'Sforce-Query-Options': 'batchSize=200' } });
result.queried = queried.records.length;
const found = await connection.sobject('Account').find({ Name: "O'Neill & Söhne" }, 'Id, Name, Phone, (SELECT LastName FROM Contacts)');
result.found = found.map(f => ({ name: f.Name, phone: f.Phone, contacts: f.Contacts.records.length }));
result.retrieved = (await connection.sobject('Account').retrieve(account.id)).Fax;

const described = await connection.describe('Account');
result.nameLength = described.fields.find(f => f.name === 'Name').length;
result.global = (await connection.describeGlobal()).sobjects.some(s => s.name === 'Opportunity');

const loaded = await connection.bulk2.loadAndWaitForResults({
  object: 'Account', operation: 'insert', input: [{ Name: 'Bulk 1', Phone: '1' }, { Name: '', Phone: '2' }, { Name: 'Bulk, "3"', Phone: '3' }], pollInterval: 20, pollTimeout: 20000,
});
result.bulk = { good: loaded.successfulResults.length, bad: loaded.failedResults.map(r => r.sf__Error), open: loaded.unprocessedRecords.length };
const stream = await connection.bulk2.query("SELECT Name FROM Account WHERE Name LIKE 'Bulk%' ORDER BY Name", { pollInterval: 20, pollTimeout: 20000 });
result.bulkQuery = (await stream.toArray()).map(r => r.Name);

const end = new Date();
const updates = await connection.sobject('Account').updated(new Date(end.getTime() - 3600_000).toISOString(), new Date(end.getTime() + 120_000).toISOString());
result.updatedIds = updates.ids.length > 450;
result.destroyed = (await connection.sobject('Account').destroy([account.id])).map(r => r.success);
try {
  await connection.sobject('Account').retrieve(account.id);
} catch (error) {
  result.gone = error.errorCode;
}
try {
  await connection.query('SELECT Foo FROM Account');
} catch (error) {
  result.badQuery = error.errorCode;
}
result.usage = connection.limitInfo?.apiUsage?.limit;
console.log(JSON.stringify(result));

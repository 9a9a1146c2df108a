// Drives the OData protocol parts of the Business Central simulator with dynamics-web-api, a client written for another service of the
// same protocol. Arguments: API root, company id, token URL, client id, client secret. Prints one JSON object.
import { DynamicsWebApi } from 'dynamics-web-api';

const [root, companyId, tokenUrl, clientId, clientSecret] = process.argv.slice(2);

const onTokenRefresh = async () => {
  const reply = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'https://api.businesscentral.dynamics.com/.default',
    }),
  });
  return (await reply.json()).access_token;
};

// The client makes {serverUrl}/api/{path}/v{version}/; a dot as path gives /api/v2.0/.
const api = new DynamicsWebApi({ serverUrl: root.replace(/api\/v2\.0\/?$/, ''), dataApi: { path: '.', version: '2.0' }, onTokenRefresh });
const customers = `companies(${companyId})/customers`;
const result = {};

const created = await api.create({ collection: customers, data: { displayName: "O'Neill & Söhne 株式会社", city: 'Bonn' }, returnRepresentation: true });
result.number = created.number;
result.name = created.displayName;

const updated = await api.update({ collection: customers, key: created.id, data: { city: 'Köln' }, ifmatch: created['@odata.etag'], returnRepresentation: true });
result.city = updated.city;
try {
  await api.update({ collection: customers, key: created.id, data: { city: 'Kiel' }, ifmatch: created['@odata.etag'] });
} catch (error) {
  result.stale = { status: error.status, code: error.code };
}

// A change set: both or none. Then two reads in one batch.
api.startBatch();
api.create({ collection: customers, data: { displayName: 'Batch 1', number: 'B1' }, returnRepresentation: true, contentId: '1' });
api.create({ collection: customers, data: { displayName: 'Batch 2', number: 'B2' }, returnRepresentation: true, contentId: '2' });
result.batch = (await api.executeBatch()).map(r => r.number);
api.startBatch();
api.create({ collection: customers, data: { displayName: 'Batch 3', number: 'B3' }, contentId: '1' });
api.create({ collection: customers, data: { displayName: '', number: 'B4' }, contentId: '2' });
const refused = await api.executeBatch();
result.batchError = refused.map(r => r.error?.code);

for (let i = 0; i < 7; i++) {
  await api.create({ collection: customers, data: { displayName: `Row ${i}` } });
}
api.startBatch();
api.retrieveMultiple({ collection: customers, select: ['number'], filter: "startswith(displayName,'Row')", count: true });
api.retrieve({ collection: customers, key: created.id, select: ['displayName'] });
const [list, one] = await api.executeBatch();
result.batchRead = { rows: list.value.length, count: list.oDataCount, name: one.displayName };

const page = await api.retrieveMultiple({ collection: customers, select: ['number'], orderBy: ['number'], maxPageSize: 4, count: true });
result.pages = [page.value.length];
let next = page.oDataNextLink;
while (next) {
  const more = await api.retrieveMultiple({ collection: customers, maxPageSize: 4 }, next);
  result.pages.push(more.value.length);
  next = more.oDataNextLink;
}
result.count = page.oDataCount;
result.all = (await api.retrieveAll({ collection: customers, select: ['number'], maxPageSize: 3 })).value.length;

const expanded = await api.retrieve({ collection: customers, key: created.id, select: ['displayName'], expand: [{ property: 'contactsInformation', select: ['contactName'] }] });
result.expanded = expanded.contactsInformation.length;
result.deleted = await api.deleteRecord({ collection: customers, key: created.id, ifmatch: updated['@odata.etag'] });
try {
  await api.retrieve({ collection: customers, key: created.id });
} catch (error) {
  result.gone = error.status;
}
console.log(JSON.stringify(result));

// Packages of one's own over the HTTP API: files in parts, releases published and withdrawn.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import * as own from '@suture/protocol/api/own-packages.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { done } from '@suture/protocol/api/text.ts';
import { OWN } from '@suture/protocol/packages/limits.ts';
import { describeFile, endFile, putFilePart } from '../actions/own-files.ts';
import { describeOwnPackages, publish, withdraw } from '../actions/own-packages.ts';
import { answers, named } from './openapi.ts';
import { missing, settled, type Resource } from './resource.ts';

named({ OwnFile: own.ownFile, OwnRelease: own.ownRelease, OwnPackageList: own.ownPackageList });

export const ownPackageRoutes: Resource = (scope, { caller }) => {
  scope.get(
    apiPaths.ownPackages,
    {
      config: { needs: 'inventory.read' },
      schema: {
        operationId: 'listOwnPackages',
        summary: 'Releases of packages of one’s own, withdrawn ones too, with who signed them',
        response: answers(own.ownPackageList),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      return store.inOrganisation(organisation, describeOwnPackages);
    },
  );

  scope.post(
    apiPaths.ownPackages,
    {
      config: { needs: 'policy.edit' },
      bodyLimit: OWN.release * 2 + 32 * 1024,
      schema: {
        operationId: 'publishOwnPackage',
        summary: 'Put a release on offer whose files are here; the same by another operator adds a signature',
        body: own.ownReleaseRequest,
        response: answers(own.ownRelease, 409),
      },
    },
    async (request) => {
      const { by, door, store, organisation } = caller(request);
      const { package: name, version } = settled(await publish(door, by, request.body));
      const { items } = await store.inOrganisation(organisation, describeOwnPackages);
      const found = items.find((each) => each.package === name && each.version === version);
      return found ?? missing('The release is gone.');
    },
  );

  scope.delete(
    apiPaths.ownPackage,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'withdrawOwnPackage',
        summary: 'Offer a release no more; where it is installed it stays',
        params: own.releasePath,
        response: answers(done, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await withdraw(door, by, request.params));
      return { done: true } as const;
    },
  );

  scope.get(
    apiPaths.ownFile,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'readOwnFile',
        summary: 'How much of a file is here',
        params: own.filePath,
        response: answers(own.ownFile),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      return store.inOrganisation(organisation, (transaction) => describeFile(transaction, request.params.sha256));
    },
  );

  scope.put(
    apiPaths.ownFilePart,
    {
      config: { needs: 'policy.edit' },
      bodyLimit: OWN.part / 0.75 + 1024,
      schema: {
        operationId: 'putOwnFilePart',
        summary: 'Send the next part of a file; one that is here already is taken for sent',
        params: own.filePartPath,
        body: own.ownFilePart,
        response: answers(own.ownFile, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      const data = Buffer.from(request.body.data, 'base64');
      return settled(await putFilePart(door, by, { ...request.params, data }));
    },
  );

  scope.post(
    apiPaths.ownFile,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'endOwnFile',
        summary: 'Say that all of a file was sent; what does not come to its SHA-256 is thrown away',
        params: own.filePath,
        body: own.ownFileEnd,
        response: answers(own.ownFile, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      return settled(await endFile(door, by, { sha256: request.params.sha256, bytes: request.body.bytes }));
    },
  );
};

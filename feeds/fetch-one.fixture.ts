// Downloads one file in a process of its own, to be killed by a test: `fetch-one.fixture.ts URL PATH`.
import { fetchFile } from './fetch.ts';

const [, , url = '', path = ''] = process.argv;
console.log(JSON.stringify(await fetchFile({ url, path, maxBytes: 10_000_000, validators: undefined })));

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import compression from 'compression';
import { buildSync } from 'esbuild';
import express from 'express';
import type { Request, Router } from 'express';
import type { PageChrome } from '../../templates/page-renderer.ts';

const SOURCES = join(import.meta.dirname, '..', 'assets');
const FONT_FILES = ['Regular', 'Medium', 'SemiBold', 'Bold', 'Italic'].map(
  (weight) => `FiraSans-${weight}.woff2`,
);

interface Asset {
  readonly path: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

export interface Assets {
  readonly router: Router;
  readonly hrefs: PageChrome['assets'];
}

/**
 * Styles, script and fonts, read and bundled once. Their addresses carry a hash of the content and
 * may be kept for ever. Only these are compressed: a compressed page that repeats what somebody
 * typed beside a secret would let the secret be guessed by its length (BREACH).
 */
export function loadAssets(): Assets {
  const kern = kernFolder();
  const style = asset('portal', 'css', 'text/css', readFileSync(join(SOURCES, 'portal.css')));
  const kernStyle = asset('kern', 'css', 'text/css', readFileSync(join(kern, 'kern.min.css')));
  const script = asset('portal', 'js', 'text/javascript', bundleScript());
  const fonts = FONT_FILES.map((file) => ({
    path: `/assets/fonts/${file}`,
    mediaType: 'font/woff2',
    content: readFileSync(join(kern, 'fonts', 'fira-sans', file)),
  }));
  return {
    router: serve([style, kernStyle, script, ...fonts]),
    hrefs: { kern: kernStyle.path, style: style.path, script: script.path },
  };
}

/** The addresses of the assets of the application that answers this request. */
export function assetHrefs(request: Request): PageChrome['assets'] {
  return request.app.get('asset hrefs') as PageChrome['assets'];
}

function kernFolder(): string {
  const require = createRequire(import.meta.url);
  return dirname(require.resolve('@kern-ux/native/dist/kern.min.css'));
}

function bundleScript(): Buffer {
  const { outputFiles } = buildSync({
    entryPoints: [join(SOURCES, 'portal.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
  });
  const [script] = outputFiles;
  if (!script) throw new Error('the bundler gave no script');
  return Buffer.from(script.contents);
}

function asset(name: string, ending: string, mediaType: string, content: Buffer): Asset {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { path: `/assets/${name}-${hash}.${ending}`, mediaType, content };
}

function serve(assets: readonly Asset[]): Router {
  const router = express.Router();
  router.use(compression());
  for (const { path, mediaType, content } of assets) {
    router.get(path, (_request, response) => {
      response.set('Cache-Control', 'public, max-age=31536000, immutable');
      response.type(mediaType).send(content);
    });
  }
  return router;
}

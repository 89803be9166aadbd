// Compiles the message catalogue once, so that checks and tests run without a build before them.
import { compile } from '@inlang/paraglide-js';
import { paraglide } from './paraglide.mjs';

await compile(paraglide);

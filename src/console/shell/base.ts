// Below which path the gateway lies, where a proxy put it there; the server writes it into the page.

const written = document.querySelector<HTMLMetaElement>('meta[name="base"]')?.content ?? '';

/** Such as `/gateway`; empty where the gateway has the whole host. */
export const BASE = written.startsWith('/') ? written : '';

// An upsert that two processes may make at once: the one that comes second meets the first one's document when it tries again.

const DUPLICATE_KEY = 11_000;

export async function firstOfTwo<T>(upsert: () => Promise<T>): Promise<T> {
  try {
    return await upsert();
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== DUPLICATE_KEY) throw error;
    return upsert();
  }
}

// @ts-check
/** What stands in a request on paper where the key will be; a preview never sees a key. */
export const KEY_WORD = 'THE-KEY-GOES-HERE';

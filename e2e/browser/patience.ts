/** How many times longer than usual to wait: for a machine that is busy with other things. */
export const patience = Number(process.env.JOURNEY_PATIENCE ?? 1);

/** Milliseconds until a film is surely made, with others before it. */
export const making = 90_000 * patience;

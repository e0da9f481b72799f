/** Slack's limits, in characters unless said otherwise (Block Kit and Web API reference). */
export const slackLimits = {
  /** `text` of a message; chat.update and chat.postEphemeral refuse more. */
  messageText: 4_000,
  /** Blocks in one message. */
  messageBlocks: 50,
  sectionText: 3_000,
  sectionFields: 10,
  fieldText: 2_000,
  headerText: 150,
  contextText: 3_000,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  viewTitle: 24,
  viewSubmit: 24,
  privateMetadata: 3_000,
  inputLabel: 2_000,
  inputHint: 2_000,
  placeholder: 150,
  /** plain_text_input, both bounds. */
  inputLength: 3_000,
  optionText: 75,
  /** The reference has come to say 150; the types of Slack's own SDK still say 75. */
  optionValue: 75,
  selectOptions: 100,
} as const;

/** The text, cut with an ellipsis where Slack would refuse it. Never cuts a surrogate pair or an entity in two. */
export const cut = (text: string, limit: number): string => {
  if (text.length <= limit) {
    return text;
  }
  const kept = text.slice(0, limit - 1);
  // Not in the middle of a surrogate pair, nor of an entity as `&amp;`.
  return `${kept.replace(/[\uD800-\uDBFF]$/, '').replace(/&[a-z]{0,3}$/, '')}…`;
};

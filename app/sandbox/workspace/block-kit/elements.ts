import { isJsonObject, objectsAt } from '../json.ts';
import {
  anything,
  byType,
  type Check,
  flag,
  inTurn,
  integer,
  list,
  oneOf,
  problem,
  shape,
  text,
} from './checks.ts';

/** A plain_text object of up to `max` characters. */
export const plainText = (max: number): Check =>
  byType({ plain_text: shape({ text: text({ max }) }, { emoji: flag }) });

/** A plain_text or mrkdwn object of up to `max` characters. */
export const anyText = (max: number): Check =>
  byType({
    plain_text: shape({ text: text({ max }) }, { emoji: flag }),
    mrkdwn: shape({ text: text({ max }) }, { verbatim: flag }),
  });

const actionId = text({ max: 255 });

const confirmation = shape(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style: oneOf('primary', 'danger') },
);

const optionWith = (label: Check): Check =>
  shape(
    { text: label, value: text({ max: 75 }) },
    { description: anyText(75), url: text({ max: 3_000 }) },
  );
const option = optionWith(plainText(75));
const richOption = optionWith(anyText(75));
const options = list(option, { max: 100 });
const optionGroup = shape({ label: plainText(75), options });
const optionGroups = list(optionGroup, { max: 100 });

const interactive = { action_id: actionId, confirm: confirmation, focus_on_load: flag };
const menu = { ...interactive, placeholder: plainText(150) };

const choosesFromOneList: Check = (element, pointer) => {
  const given = isJsonObject(element)
    ? ['options', 'option_groups'].filter((key) => element[key] !== undefined)
    : [];
  return given.length === 1 ? [] : [problem('must have options or option_groups', pointer)];
};

const allOptions = (element: unknown): readonly unknown[] => {
  if (!isJsonObject(element)) {
    return [];
  }
  const groups = objectsAt(element, 'option_groups').flatMap((group) =>
    objectsAt(group, 'options'),
  );
  return [...objectsAt(element, 'options'), ...groups].map((entry) => entry['value']);
};

const beginsWithItsOwn: Check = (element, pointer) => {
  if (!isJsonObject(element)) {
    return [];
  }
  const values = allOptions(element);
  const initial = element['initial_option'];
  const initials = [
    ...(initial === undefined ? [] : [initial]),
    ...objectsAt(element, 'initial_options'),
  ];
  return initials.every((entry) => isJsonObject(entry) && values.includes(entry['value']))
    ? []
    : [problem('initial option must be one of the options', pointer)];
};

const staticMenu = (more: Readonly<Record<string, Check>>): Check =>
  inTurn(
    shape({}, { ...menu, options, option_groups: optionGroups, ...more }),
    choosesFromOneList,
    beginsWithItsOwn,
  );

const many = { max_selected_items: integer(1, 1_000) };
const minQuery = { min_query_length: integer(0, 1_000) };

/** What typing into an external menu is acknowledged with. A list without options is one: there are no results. */
export const offeredOptions = inTurn(
  shape(
    {},
    {
      options: list(option, { min: 0, max: 100 }),
      option_groups: list(optionGroup, { min: 0, max: 100 }),
    },
  ),
  choosesFromOneList,
);

const textInput = (more: Readonly<Record<string, Check>>): Check =>
  shape(
    {},
    {
      action_id: actionId,
      placeholder: plainText(150),
      initial_value: text({ min: 0, max: 3_000 }),
      focus_on_load: flag,
      dispatch_action_config: anything,
      ...more,
    },
  );

/** A button. */
export const button = shape(
  { text: plainText(75) },
  {
    action_id: actionId,
    value: text({ min: 0, max: 2_000 }),
    url: text({ max: 3_000 }),
    style: oneOf('primary', 'danger'),
    confirm: confirmation,
    accessibility_label: text({ max: 75 }),
  },
);

/** An image beside or among texts. */
export const imageElement = inTurn(
  shape(
    { alt_text: text({ max: 2_000 }) },
    { image_url: text({ max: 3_000 }), slack_file: anything },
  ),
  (element, pointer) =>
    isJsonObject(element) && (element['image_url'] ?? element['slack_file']) === undefined
      ? [problem('missing required field: image_url', pointer)]
      : [],
);

const choices = (more: Readonly<Record<string, Check>>): Check =>
  inTurn(
    shape({ options: list(richOption, { max: 10 }) }, { ...interactive, ...more }),
    beginsWithItsOwn,
  );

const datePicker = shape({}, { ...menu, initial_date: text({ max: 10 }) });
const timePicker = shape(
  {},
  { ...menu, initial_time: text({ max: 5 }), timezone: text({ max: 100 }) },
);

/** Menus with one choice, and the pickers: allowed in sections, in actions and in inputs. */
export const singleChoices: Readonly<Record<string, Check>> = {
  static_select: staticMenu({ initial_option: option }),
  external_select: shape({}, { ...menu, ...minQuery, initial_option: option }),
  users_select: shape({}, { ...menu, initial_user: text({ max: 255 }) }),
  conversations_select: shape(
    {},
    {
      ...menu,
      initial_conversation: text({ max: 255 }),
      default_to_current_conversation: flag,
      response_url_enabled: flag,
      filter: anything,
    },
  ),
  channels_select: shape(
    {},
    { ...menu, initial_channel: text({ max: 255 }), response_url_enabled: flag },
  ),
  radio_buttons: choices({ initial_option: richOption }),
  checkboxes: choices({ initial_options: list(richOption, { max: 10 }) }),
  datepicker: datePicker,
  timepicker: timePicker,
};

/** Menus with several choices: allowed in sections and inputs. */
export const multipleChoices: Readonly<Record<string, Check>> = {
  multi_static_select: staticMenu({ ...many, initial_options: options }),
  multi_external_select: shape({}, { ...menu, ...many, ...minQuery, initial_options: options }),
  multi_users_select: shape({}, { ...menu, ...many, initial_users: anything }),
  multi_conversations_select: shape(
    {},
    { ...menu, ...many, initial_conversations: anything, filter: anything },
  ),
  multi_channels_select: shape({}, { ...menu, ...many, initial_channels: anything }),
};

/** Typed answers: allowed in inputs only. */
export const textInputs: Readonly<Record<string, Check>> = {
  plain_text_input: textInput({
    multiline: flag,
    min_length: integer(0, 3_000),
    max_length: integer(1, 3_000),
  }),
  email_text_input: textInput({}),
  url_text_input: textInput({}),
  number_input: inTurn(
    textInput({ is_decimal_allowed: flag, min_value: anything, max_value: anything }),
    (element, pointer) =>
      isJsonObject(element) && typeof element['is_decimal_allowed'] !== 'boolean'
        ? [problem('missing required field: is_decimal_allowed', pointer)]
        : [],
  ),
};

/** The menu behind three dots. */
export const overflow = shape({ options: list(option, { max: 5 }) }, interactive);

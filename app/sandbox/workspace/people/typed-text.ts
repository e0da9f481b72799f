import type { Directory } from '../model/directory.ts';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const linked =
  /\b(?:https?:\/\/[^\s<>|]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+(?:com|org|net|io|dev)\b(?:\/[^\s<>|]*)?)/g;

const toLink = (words: string): string => {
  if (/^https?:/.test(words)) {
    return `<${words}>`;
  }
  return words.includes('@') ? `<mailto:${words}|${words}>` : `<http://${words}|${words}>`;
};

const link = (words: string): string => escape(words).replaceAll(linked, toLink);

/**
 * What stands on the wire when a person types this into a message: `@name` of somebody in the workspace becomes
 * `<@U…>`, `#name` of a channel `<#C…|name>`, addresses become links, and `&`, `<`, `>` are escaped. What is
 * already in angle brackets the way Slack writes it is left alone.
 */
export const toWireText = (typed: string, directory: Directory): string => {
  const mention = (sign: string, name: string): string | undefined => {
    if (sign === '@') {
      const person = directory.people().find((other) => other.name === name);
      return person && `<@${person.id}>`;
    }
    const channel = directory
      .conversations()
      .find((other) => other.kind !== 'im' && other.name === name);
    return channel && `<#${channel.id}|${name}>`;
  };
  return typed
    .split(/(<[@#!][^<>]+>|<(?:https?|mailto):[^<>]+>|(?<![\w.])[@#][\w.-]*\w)/)
    .map((part, index) => {
      if (index % 2 === 0) {
        return link(part);
      }
      return part.startsWith('<') ? part : (mention(part.charAt(0), part.slice(1)) ?? link(part));
    })
    .join('');
};

'use strict';
// Making elements. Text is only ever set as text: what an article says can never become part of the page.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute.startsWith('on')) made.addEventListener(attribute.slice(2), value);
    else if (value === true) made.setAttribute(attribute, '');
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(attribute, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A link to an article; plain text where its address is no web address. */
function articleLink(url, text) {
  let address = null;
  try {
    address = new URL(url);
  } catch {
    address = null;
  }
  if (!address || !['http:', 'https:'].includes(address.protocol)) return element('span', {}, text);
  return element('a', { href: address.href, rel: 'noopener noreferrer', target: '_blank' }, text);
}

function counted(number, thing) {
  return `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;
}

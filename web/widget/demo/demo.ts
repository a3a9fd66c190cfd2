/* /widget?key=…: a page without anything else on it, to try the chat of a company. */
const words = {
  en: {
    title: 'Try the chat',
    text: 'This page stands for your own: what a visitor sees of the chat, you see here.',
    steps: [
      'Open the chat with the button in the corner.',
      'Write something; it comes to the desk of chats at once.',
      'Answer there, and read it here.',
    ],
    missing: 'The address lacks the key of a widget: /widget?key=…',
    other: 'العربية',
  },
  ar: {
    title: 'جرّب المحادثة',
    text: 'هذه الصفحة تمثّل موقعك: ما يراه الزائر من المحادثة تراه هنا.',
    steps: [
      'افتح المحادثة من الزر في زاوية الصفحة.',
      'اكتب رسالة، وستظهر فوراً في مكتب المحادثات.',
      'أجب من هناك واقرأ الجواب هنا.',
    ],
    missing: 'ينقص العنوان مفتاح نافذة المحادثة: ‎/widget?key=…',
    other: 'English',
  },
} as const;

const asked = new URLSearchParams(location.search);
const wanted = asked.get('language') ?? navigator.language;
const language = wanted.toLowerCase().startsWith('ar') ? 'ar' : 'en';
const other = language === 'ar' ? 'en' : 'ar';
const key = asked.get('key');
const say = words[language];

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function draw(): void {
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
  document.title = say.title;
  const main = document.createElement('main');
  main.append(element('h1', say.title), element('p', key ? say.text : say.missing));
  if (key) {
    const steps = document.createElement('ol');
    steps.append(...say.steps.map((step) => element('li', step)));
    main.append(steps);
  }
  const link = element('a', say.other) as HTMLAnchorElement;
  asked.set('language', other);
  link.href = `?${asked}`;
  link.lang = other;
  main.append(link);
  document.body.append(main);
}

function embed(): void {
  if (!key) return;
  const script = document.createElement('script');
  script.src = '/widget.js';
  script.async = true;
  script.dataset.key = key;
  script.dataset.language = language;
  document.head.append(script);
}

draw();
embed();

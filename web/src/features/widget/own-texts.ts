/* What the widget says where the company wrote nothing: its own texts, as visitors get them. */
import { ar } from '../../../widget/app/texts/ar';
import { en } from '../../../widget/app/texts/en';

export const ownTexts = { en, ar };

/** A conversation to look at, in the language of the preview rather than of the page. */
export const sampleTalk = {
  en: { question: 'Where is my order?', answer: 'It arrives tomorrow before noon.' },
  ar: { question: 'أين طلبي؟', answer: 'سيصل غداً قبل الظهر.' },
};

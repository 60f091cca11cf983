import type { Language } from '../../domain/confirmations/index.ts'

/** What a buyer reads beside what they are asked. A language more is a list more. */
export type Words = {
  title(workspace: string): string
  from(asker: string, workspace: string): string
  until(day: string): string
  once: string
  name: string
  remark: string
  remark_hint: string
  confirm: string
  decline: string
  name_missing: string
  too_long: string
  confirmed: string
  declined: string
  thanks(workspace: string): string
  spent: string
  spent_hint: string
  too_many: string
}

export const words: Record<Language, Words> = {
  en: {
    title: (workspace) => `${workspace} asks you to confirm`,
    from: (asker, workspace) => `${asker} of ${workspace} asks you to confirm this:`,
    until: (day) => `You can answer until ${day}.`,
    once: 'The answer is given once and recorded with your name and the time. You need no account.',
    name: 'Your name',
    remark: 'Remark',
    remark_hint: 'Not needed to confirm. If you decline, say what is not right.',
    confirm: 'I confirm this',
    decline: 'I do not confirm this',
    name_missing: 'Please write your name.',
    too_long: 'Please write less: at most 120 characters for the name, 1,000 for the remark.',
    confirmed: 'You have confirmed this',
    declined: 'You have declined this',
    thanks: (workspace) => `Thank you. ${workspace} sees your answer now; you can close this page.`,
    spent: 'This link does not lead anywhere any more',
    spent_hint:
      'It may have ended, been answered or been taken back, or it was copied in part. Ask whoever sent it to you for a new one.',
    too_many: 'Too many attempts came from here. Please try again in a quarter of an hour.',
  },
  id: {
    title: (workspace) => `${workspace} meminta konfirmasi Anda`,
    from: (asker, workspace) => `${asker} dari ${workspace} meminta konfirmasi Anda atas hal ini:`,
    until: (day) => `Anda dapat menjawab sampai ${day}.`,
    once: 'Jawaban diberikan satu kali dan dicatat bersama nama Anda dan waktunya. Anda tidak perlu mendaftar.',
    name: 'Nama Anda',
    remark: 'Catatan',
    remark_hint: 'Tidak wajib untuk menyetujui. Jika menolak, tuliskan apa yang belum sesuai.',
    confirm: 'Saya menyetujui',
    decline: 'Saya tidak menyetujui',
    name_missing: 'Silakan tulis nama Anda.',
    too_long: 'Silakan tulis lebih singkat: paling banyak 120 karakter untuk nama, 1.000 untuk catatan.',
    confirmed: 'Anda telah menyetujui hal ini',
    declined: 'Anda telah menolak hal ini',
    thanks: (workspace) => `Terima kasih. ${workspace} sudah menerima jawaban Anda; halaman ini boleh ditutup.`,
    spent: 'Tautan ini tidak berlaku lagi',
    spent_hint:
      'Mungkin sudah berakhir, sudah dijawab, ditarik kembali, atau hanya tersalin sebagian. Mintalah tautan baru kepada pengirimnya.',
    too_many: 'Terlalu banyak percobaan dari sini. Silakan coba lagi seperempat jam lagi.',
  },
}

import type { PeopleImport } from '$lib/api/wire';

/** One-time links as a CSV file that a spreadsheet opens, by its address in this browser. */
export function linksFile(links: PeopleImport['links']): string {
	return URL.createObjectURL(new Blob(['\ufeff', linksTable(links)], { type: 'text/csv;charset=utf-8' }));
}

export function linksTable(links: PeopleImport['links']): string {
	const lines = links.map(({ name, email, office, link }) => [
		cell(name),
		cell(email),
		cell(office),
		cell(link),
	]);
	return [['name', 'email', 'office', 'link'], ...lines].map((line) => line.join(',') + '\r\n').join('');
}

/** A name that begins like a formula stays a name. */
function cell(text: string): string {
	const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

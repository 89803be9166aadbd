import { expect, it } from 'vitest';
import { linksTable } from './links';

it('writes names as they are, and none as a formula', () => {
	const link = 'https://stories.example.org/sign-in/abc';
	const table = linksTable([
		{ name: 'Juma, "Amina"', email: 'amina@example.org', office: 'Kenya', link },
		{ name: '=1+1', email: 'x@example.org', office: '+254', link },
	]);
	expect(table).toBe(
		`name,email,office,link\r\n"Juma, ""Amina""",amina@example.org,Kenya,${link}\r\n'=1+1,x@example.org,'+254,${link}\r\n`,
	);
});

import 'media-chrome';
import { addTranslation, setLanguage } from 'media-chrome/utils/i18n';
import { m } from '$lib/paraglide/messages';

/** Gives the player's controls their names in a language; the library brings English only by itself. */
export function name(locale: string): void {
	setLanguage(locale);
	addTranslation(locale, {
		play: m.player_play(),
		Play: m.player_play(),
		pause: m.player_pause(),
		Pause: m.player_pause(),
		mute: m.player_mute(),
		Mute: m.player_mute(),
		unmute: m.player_unmute(),
		Unmute: m.player_unmute(),
		volume: m.player_volume(),
		seek: m.player_seek(),
		'playback time': m.player_time(),
		'current playback rate': m.player_rate(),
		'Playback rate': m.player_rate(),
		'Playback rate {playbackRate}': m.player_rate_now({ rate: '{playbackRate}x' }),
		'video player': m.player_region(),
		'media loading': m.player_loading(),
		'enter fullscreen mode': m.player_fullscreen(),
		'Enter fullscreen mode': m.player_fullscreen(),
		'exit fullscreen mode': m.player_fullscreen_leave(),
		'Exit fullscreen mode': m.player_fullscreen_leave(),
		'Seek backward': m.player_back(),
		'Seek forward': m.player_forward(),
		'seek back {seekOffset} seconds': m.player_back(),
		'seek forward {seekOffset} seconds': m.player_forward(),
	});
}

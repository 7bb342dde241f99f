#include "tls-name.h"

#include <string.h>

static char lower(char character)
{
	return character >= 'A' && character <= 'Z' ? (char)(character + ('a' - 'A')) : character;
}

static int digit_of(char character, int base)
{
	int value = character >= '0' && character <= '9' ? character - '0'
		: character >= 'a' && character <= 'f'       ? character - 'a' + 10
												     : base;
	return value < base ? value : -1;
}

/* Four decimal numbers, the whole of the text. */
static int read_ipv4(const char *text, uint8_t *address)
{
	for (int part = 0; part < 4; part++) {
		unsigned value = 0;
		int digits = 0;
		for (; digit_of(*text, 10) >= 0 && digits < 4; digits++)
			value = value * 10 + (unsigned)digit_of(*text++, 10);
		if (digits == 0 || digits > 3 || value > 255)
			return -1;
		if (*text != (part < 3 ? '.' : '\0'))
			return -1;
		text += part < 3;
		address[part] = (uint8_t)value;
	}
	return 0;
}

/* One group of up to four hexadecimal digits; returns where it ends, NULL without any. */
static const char *read_group(const char *text, uint8_t *address)
{
	unsigned value = 0;
	int digits = 0;
	for (; digit_of(*text, 16) >= 0 && digits < 4; digits++)
		value = value * 16 + (unsigned)digit_of(*text++, 16);
	address[0] = (uint8_t)(value >> 8);
	address[1] = (uint8_t)value;
	return digits == 0 ? NULL : text;
}

/* RFC 4291, 2.2: groups of 16 bits, one run of zeros written as `::`, the last two perhaps as IPv4. */
static int read_ipv6(const char *text, uint8_t *address)
{
	size_t filled = 0;
	size_t gap = 17;
	if (text[0] == ':' && *++text != ':')
		return -1;
	while (*text != '\0') {
		if (*text == ':') {
			if (gap <= 16)
				return -1;
			gap = filled;
			text++;
			continue;
		}
		if (filled <= 12 && read_ipv4(text, address + filled) == 0) {
			filled += 4;
			break;
		}
		if (filled > 14 || (text = read_group(text, address + filled)) == NULL)
			return -1;
		filled += 2;
		if (*text == '\0')
			break;
		if (*text != ':' || *++text == '\0')
			return -1;
	}
	if (gap > 16)
		return filled == 16 ? 0 : -1;
	if (filled > 14)
		return -1;
	memmove(address + 16 - (filled - gap), address + gap, filled - gap);
	memset(address + gap, 0, 16 - filled);
	return 0;
}

/* The last label is never a number (RFC 1123, 2.1), which tells a mistyped address from a name. */
static int ends_in_number(const tls_name *name)
{
	size_t index = name->length;
	while (index > 0 && digit_of(name->text[index - 1], 10) >= 0)
		index--;
	return index < name->length && (index == 0 || name->text[index - 1] == '.');
}

/* Letters, digits, hyphens and, as in use though not allowed, underscores, in labels that are not empty. */
static int is_host_name(const tls_name *name)
{
	size_t label = 0;
	if (ends_in_number(name))
		return 0;
	for (size_t index = 0; index < name->length; index++) {
		char character = name->text[index];
		if (character == '.') {
			if (label == 0)
				return 0;
			label = 0;
			continue;
		}
		int known = digit_of(character, 10) >= 0 || (character >= 'a' && character <= 'z') || character == '-' ||
			character == '_';
		if (!known || ++label > 63)
			return 0;
	}
	return label > 0;
}

int tls_name_read(tls_name *name, const char *text)
{
	memset(name, 0, sizeof(*name));
	size_t length = text == NULL ? 0 : strlen(text);
	if (length > 0 && text[length - 1] == '.')
		length--;
	if (length == 0 || length > TLS_NAME_MAX)
		return -1;
	for (size_t index = 0; index < length; index++)
		name->text[index] = lower(text[index]);
	name->length = length;
	if (read_ipv4(name->text, name->address) == 0)
		name->address_length = 4;
	else if (strchr(name->text, ':') != NULL) {
		if (read_ipv6(name->text, name->address) != 0)
			return -1;
		name->address_length = 16;
	}
	return name->address_length > 0 || is_host_name(name) ? 0 : -1;
}

static int same(const char *text, const uint8_t *pattern, size_t length)
{
	for (size_t index = 0; index < length; index++)
		if (text[index] != lower((char)pattern[index]))
			return 0;
	return 1;
}

int tls_name_covers(const tls_name *name, const uint8_t *pattern, size_t length)
{
	if (name->address_length > 0)
		return 0;
	if (length > 0 && pattern[length - 1] == '.')
		length--;
	if (length == name->length && same(name->text, pattern, length))
		return 1;
	if (length < 2 || pattern[0] != '*' || pattern[1] != '.')
		return 0;
	const char *rest = strchr(name->text, '.');
	if (rest == NULL || strchr(rest + 1, '.') == NULL)
		return 0;
	return strlen(rest) == length - 1 && same(rest, pattern + 1, length - 1);
}

#include <string.h>

#include "tls-state.h"

/* Tags of the entries of a subjectAltName (RFC 5280, 4.2.1.6). */
#define DNS_NAME (MBEDTLS_ASN1_CONTEXT_SPECIFIC | 2)
#define IP_ADDRESS (MBEDTLS_ASN1_CONTEXT_SPECIFIC | 7)

/* Seconds since 1970 UTC of a date of the Gregorian calendar, counted in years that begin in March. */
static int64_t seconds_of(const mbedtls_x509_time *time)
{
	int64_t year = time->year - (time->mon <= 2);
	int64_t month = (time->mon + 9) % 12;
	int64_t days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + time->day - 1 - 719468;
	return days * 86400 + time->hour * 3600 + time->min * 60 + time->sec;
}

/* The common name does not count (RFC 9525, 2). */
static int is_for(const mbedtls_x509_crt *certificate, const tls_name *name)
{
	const mbedtls_x509_sequence *entry = &certificate->subject_alt_names;
	for (; entry != NULL; entry = entry->next) {
		const mbedtls_x509_buf *value = &entry->buf;
		if (value->p == NULL)
			continue;
		if (value->tag == DNS_NAME && tls_name_covers(name, value->p, value->len))
			return 1;
		if (value->tag == IP_ADDRESS && name->address_length > 0 && value->len == name->address_length &&
			memcmp(value->p, name->address, value->len) == 0)
			return 1;
	}
	return 0;
}

/* A chain is shown, so the session that was offered is not continued, and what it said does not count. */
static void begin_chain(tls_engine *engine)
{
	if (!engine->session_offered)
		return;
	engine->session_offered = 0;
	engine->valid_from = INT64_MIN;
	engine->valid_to = INT64_MAX;
}

/* Dates and names are judged here, so that no version and no clock of the library's own makes a difference. */
int tls_verify(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
	tls_engine *engine = context;
	int64_t from = seconds_of(&certificate->valid_from);
	int64_t to = seconds_of(&certificate->valid_to);
	begin_chain(engine);
	*flags &= ~(uint32_t)(MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE | MBEDTLS_X509_BADCERT_CN_MISMATCH);
	if (engine->now < from)
		*flags |= MBEDTLS_X509_BADCERT_FUTURE;
	if (engine->now > to)
		*flags |= MBEDTLS_X509_BADCERT_EXPIRED;
	if (depth == 0 && !is_for(certificate, &engine->name))
		*flags |= MBEDTLS_X509_BADCERT_CN_MISMATCH;
	/* The library lets trusted certificates of X.509 version 1 sign others. */
	if (depth > 0 && !tls_is_authority(certificate))
		*flags |= MBEDTLS_X509_BADCERT_NOT_TRUSTED;
	engine->valid_from = from > engine->valid_from ? from : engine->valid_from;
	engine->valid_to = to < engine->valid_to ? to : engine->valid_to;
	engine->chain_seen |= depth == 0;
	return 0;
}

#include "secret-key.h"

#if ESP32

#include "sdkconfig.h"

#include "esp_flash_encrypt.h"
#include "nvs_flash/include/nvs_flash.h"

/* A partition of its own, so that forgetting the key erases it: NVS only marks entries as deleted. Encrypted NVS keeps
 * it with the rest, since `nvs_flash_init` encrypts its own partition alone. */
#if CONFIG_NVS_ENCRYPTION
#define PARTITION NVS_DEFAULT_PART_NAME
#else
#define PARTITION "keys"
#endif
#define NAMESPACE "leafcast-keys"
#define NAME "settings"

#if CONFIG_NVS_ENCRYPTION

static esp_err_t mount(void)
{
	return ESP_OK;
}

static void unmount(void)
{
}

static esp_err_t wipe(void)
{
	return ESP_ERR_NOT_FOUND;
}

#else

static esp_err_t mount(void)
{
	esp_err_t error = nvs_flash_init_partition(PARTITION);
	if (error != ESP_ERR_NVS_NO_FREE_PAGES && error != ESP_ERR_NVS_NEW_VERSION_FOUND)
		return error;
	/* Something else lay there: no key of ours can be lost. */
	(void)nvs_flash_erase_partition(PARTITION);
	return nvs_flash_init_partition(PARTITION);
}

/* Its tables are memory that is wanted for years and used for milliseconds. */
static void unmount(void)
{
	(void)nvs_flash_deinit_partition(PARTITION);
}

static esp_err_t wipe(void)
{
	return nvs_flash_erase_partition(PARTITION);
}

#endif

static esp_err_t begin(nvs_handle_t *keys)
{
	esp_err_t error = mount();
	if (error == ESP_OK)
		return nvs_open_from_partition(PARTITION, NAMESPACE, NVS_READWRITE, keys);
	/* A table of somebody else's. */
	return error == ESP_ERR_NOT_FOUND ? nvs_open(NAMESPACE, NVS_READWRITE, keys) : error;
}

static void end(nvs_handle_t keys)
{
	nvs_close(keys);
	unmount();
}

secret_result key_read(uint8_t key[SECRET_KEY])
{
	nvs_handle_t keys;
	size_t length = SECRET_KEY;
	if (begin(&keys) != ESP_OK)
		return SECRET_KEY_UNREADABLE;
	esp_err_t error = nvs_get_blob(keys, NAME, key, &length);
	end(keys);
	if (error == ESP_ERR_NVS_NOT_FOUND)
		return SECRET_NO_KEY;
	return error == ESP_OK && length == SECRET_KEY ? SECRET_OK : SECRET_KEY_UNREADABLE;
}

secret_result key_write(const uint8_t key[SECRET_KEY])
{
	nvs_handle_t keys;
	if (begin(&keys) != ESP_OK)
		return SECRET_KEY_NOT_STORED;
	esp_err_t error = nvs_set_blob(keys, NAME, key, SECRET_KEY);
	if (error == ESP_OK)
		error = nvs_commit(keys);
	end(keys);
	return error == ESP_OK ? SECRET_OK : SECRET_KEY_NOT_STORED;
}

secret_result key_forget(void)
{
	nvs_handle_t keys;
	esp_err_t error = begin(&keys);
	if (error == ESP_OK) {
		error = nvs_erase_all(keys);
		if (error == ESP_OK)
			error = nvs_commit(keys);
		end(keys);
	}
	/* Also what could not be opened; where there is no partition apart it must have been enough. */
	esp_err_t wiped = wipe();
	return wiped == ESP_OK || (wiped == ESP_ERR_NOT_FOUND && error == ESP_OK) ? SECRET_OK : SECRET_KEY_NOT_STORED;
}

int32_t key_protection(void)
{
#if CONFIG_NVS_ENCRYPTION && CONFIG_NVS_SEC_KEY_PROTECT_USING_HMAC
	return SECRET_HMAC_EFUSE;
#elif CONFIG_NVS_ENCRYPTION
	/* What the chip does, not what was asked of it. */
	return esp_flash_encryption_enabled() ? SECRET_FLASH_ENCRYPTION : SECRET_PLAIN_KEY;
#else
	return SECRET_PLAIN_KEY;
#endif
}

#else

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* In the folder in which the program was started, as the rest of what it keeps there. */
#define FILE_NAME "keys.settings"
#define NEXT_NAME FILE_NAME ".new"

secret_result key_read(uint8_t key[SECRET_KEY])
{
	int file = open(FILE_NAME, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return errno == ENOENT ? SECRET_NO_KEY : SECRET_KEY_UNREADABLE;
	uint8_t more;
	int whole = read(file, key, SECRET_KEY) == SECRET_KEY && read(file, &more, 1) == 0;
	(void)close(file);
	return whole ? SECRET_OK : SECRET_KEY_UNREADABLE;
}

secret_result key_write(const uint8_t key[SECRET_KEY])
{
	(void)unlink(NEXT_NAME);
	int file = open(NEXT_NAME, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0)
		return SECRET_KEY_NOT_STORED;
	int whole = write(file, key, SECRET_KEY) == SECRET_KEY && fsync(file) == 0;
	(void)close(file);
	return whole && rename(NEXT_NAME, FILE_NAME) == 0 ? SECRET_OK : SECRET_KEY_NOT_STORED;
}

secret_result key_forget(void)
{
	return unlink(FILE_NAME) == 0 || errno == ENOENT ? SECRET_OK : SECRET_KEY_NOT_STORED;
}

int32_t key_protection(void)
{
	return SECRET_PLAIN_KEY;
}

#endif

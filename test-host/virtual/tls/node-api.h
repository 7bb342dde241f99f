/** The part of Node-API (a stable binary interface, https://nodejs.org/api/n-api.html) that the addon needs. */
#ifndef NODE_API_H
#define NODE_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_callback_info__ *napi_callback_info;
typedef int napi_status;
typedef napi_value (*napi_callback)(napi_env env, napi_callback_info info);
typedef void (*napi_finalize)(napi_env env, void *data, void *hint);

napi_status napi_get_cb_info(
	napi_env env, napi_callback_info info, size_t *count, napi_value *arguments, napi_value *self, void **data);
napi_status napi_create_function(
	napi_env env, const char *name, size_t length, napi_callback callback, void *data, napi_value *result);
napi_status napi_set_named_property(napi_env env, napi_value object, const char *name, napi_value value);
napi_status napi_create_external(napi_env env, void *data, napi_finalize finalize, void *hint, napi_value *result);
napi_status napi_get_value_external(napi_env env, napi_value value, void **result);
napi_status napi_create_double(napi_env env, double value, napi_value *result);
napi_status napi_get_value_double(napi_env env, napi_value value, double *result);
napi_status napi_create_arraybuffer(napi_env env, size_t length, void **data, napi_value *result);
napi_status napi_get_typedarray_info(
	napi_env env, napi_value array, int *type, size_t *length, void **data, napi_value *buffer, size_t *offset);
napi_status napi_create_string_utf8(napi_env env, const char *text, size_t length, napi_value *result);
napi_status napi_get_undefined(napi_env env, napi_value *result);
napi_status napi_throw_error(napi_env env, const char *code, const char *message);

#endif

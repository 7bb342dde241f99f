/**
 * Runs a firmware that mcconfig has built for Linux (`mc.so`) without a window: what the SDK's simulator does, less the
 * screen. Counts the memory that mbed TLS holds, for the SDK counts that of XS alone.
 *
 * Usage: host MC.SO, in the folder in which the firmware keeps its files. It ends when its input does.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib.h>

#include "allocations.h"

#define mxLinux 1
#include "screen.h"

/** Exit status when XS gives up; its own reason is added. */
#define ABORTED 70

static void on_abort(txScreen *screen, int status)
{
	(void)screen;
	fflush(stdout);
	_Exit(ABORTED + status);
}

static void nothing(txScreen *screen)
{
	(void)screen;
}

static void on_post(txScreen *screen, char *buffer, int size)
{
	(void)screen;
	(void)buffer;
	(void)size;
}

/* An instrumented firmware prints its figures once a second from here. */
static gboolean idle(gpointer data)
{
	txScreen *screen = data;
	if (screen->idle != NULL)
		screen->idle(screen);
	return G_SOURCE_CONTINUE;
}

static gboolean print_allocations(gpointer unused)
{
	(void)unused;
	printf("mbedtls: %zu,%zu\n", allocations_now(), allocations_peak());
	return G_SOURCE_CONTINUE;
}

/* Whoever has started us is gone. */
static gboolean on_input(GIOChannel *channel, GIOCondition condition, gpointer unused)
{
	(void)channel;
	(void)condition;
	(void)unused;
	_Exit(0);
}

static void start(txScreen *screen, double interval)
{
	g_timeout_add(interval < 1 ? 1 : (guint)interval, idle, screen);
	g_timeout_add_seconds(1, print_allocations, NULL);
}

int main(int count, char **arguments)
{
	void *library;
	txScreenLaunchProc launch;
	txScreen *screen;
	if (count != 2) {
		fprintf(stderr, "usage: %s MC.SO\n", arguments[0]);
		return 2;
	}
	/* Whoever reads wants each line at once; and a broken connection is no reason to die. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGPIPE, SIG_IGN);
	library = dlopen(arguments[1], RTLD_NOW);
	if (library == NULL) {
		fprintf(stderr, "%s\n", dlerror());
		return 1;
	}
	*(void **)&launch = dlsym(library, "fxScreenLaunch");
	screen = calloc(1, sizeof(*screen));
	if (launch == NULL || screen == NULL)
		return 1;
	screen->abort = on_abort;
	screen->bufferChanged = nothing;
	screen->formatChanged = nothing;
	screen->post = on_post;
	screen->start = start;
	screen->stop = nothing;
	mxCreateMutex(&screen->workersMutex);
	g_io_add_watch(g_io_channel_unix_new(STDIN_FILENO), G_IO_HUP, on_input, NULL);
	launch(screen);
	g_main_loop_run(g_main_loop_new(NULL, FALSE));
	return 0;
}

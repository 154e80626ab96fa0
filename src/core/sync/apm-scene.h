/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an experiment looks like now: plain data for a picture, computed from
 * what the lens sees of the running program and from nothing else. All times are
 * microseconds of the monotonic clock. Names are in the C locale. A scene is
 * borrowed from its experiment and valid until the next turn of the main loop.
 * Read tests/sync/test-referee.c first. */

#define APM_SCENE_MAX_ACTORS 64
#define APM_SCENE_MAX_SLOTS  256
#define APM_SCENE_MAX_OBJECTS 64
#define APM_SCENE_MAX_ACTIVITIES 12
#define APM_SCENE_MAX_NUMBERS 8
#define APM_SCENE_MAX_PAST 32

/* Which picture fits; the key `scene` of a problem.ini. */
typedef enum {
  APM_SCENE_ACTORS,    /* "actors": a lane for each, what they do and wait for */
  APM_SCENE_COUNTER,   /* "counter": workers and a shared number */
  APM_SCENE_BUFFER,    /* "buffer": producers, a ring of slots, consumers */
  APM_SCENE_TABLE,     /* "table": philosophers round a table, a fork between two */
  APM_SCENE_ROOM,      /* "room": a room that some are in and others want into */
  APM_SCENE_BARBER,    /* "barber": a barber's chair and the chairs to wait on */
} ApmSceneKind;

typedef enum {
  APM_ACTOR_ABSENT,           /* not started yet */
  APM_ACTOR_WORKING,          /* outside the critical section */
  APM_ACTOR_WAITING_EMPTY,    /* in sem_wait (empty): for an empty slot */
  APM_ACTOR_WAITING_ITEM,     /* in sem_wait (full): for an item */
  APM_ACTOR_WAITING_MUTEX,    /* in pthread_mutex_lock */
  APM_ACTOR_WAITING_OTHER,    /* in sem_wait of any other semaphore */
  APM_ACTOR_WAITING_CONDITION, /* in pthread_cond_wait */
  APM_ACTOR_WAITING_BARRIER,  /* in pthread_barrier_wait */
  APM_ACTOR_CRITICAL,         /* holds a lock */
  APM_ACTOR_ENDED,
} ApmActorState;

/* What an actor does, in the words of the problem: the keys `activities`,
 * `wants` and `inside` of a problem.ini. */
typedef struct {
  char        id[9];          /* "eats" */
  const char *title;          /* translated, borrowed from the problem: "eating" */
  gboolean    wants;          /* is waiting to be let in */
  gboolean    inside;         /* is where not everybody can be at once */
} ApmActivity;

/* A lock, semaphore, condition or barrier that was used. */
typedef struct {
  char     name[32];          /* "forks[2]"; "lock 3" while its variable is not known */
  gboolean is_semaphore;
  int      owner;             /* place in actors; -1 = nobody; of semaphores always */
  guint    depth;             /* how often its owner has locked it */
  guint    n_readers;
  guint    n_waiting;
  gint64   value;             /* of a semaphore, never below the real one */
} ApmSyncObject;

/* A piece of an actor's past, up to where the next one begins. */
typedef struct {
  gint64  since_us;
  guint8  state;              /* ApmActorState */
  gint8   activity;           /* -1: none */
} ApmPast;

typedef struct {
  char   name[9];
  gint64 value;
} ApmNumber;

typedef struct {
  char          name[9];      /* "P1", "C2", "W12" */
  gboolean      producer;     /* FALSE for consumers and for a counter's workers */
  ApmActorState state;
  gint64        since_us;     /* when it came into this state */
  guint64       n_items;      /* put or got so far; rounds for a counter's workers */
  guint64       item;         /* the last one put or got; 0 = none yet */
  int           tid;          /* its thread, as the program sees it; 0 = unknown */
  int           activity;     /* in ApmScene.activities; -1 = none */
  gint64        activity_us;  /* since when */
  guint         n_held;       /* locks it holds */
  int           wants;        /* in ApmScene.objects: what it waits for; -1 = nothing */
  guint         overtaken;    /* while it wants in: how many came later and were let in */
  guint64       n_past;       /* pieces in all; the newest is past[(n_past - 1) % APM_SCENE_MAX_PAST] */
  ApmPast       past[APM_SCENE_MAX_PAST];
} ApmActor;

typedef struct {
  guint64 item;               /* number of the item in it; 0 = the slot is empty */
  int     producer;           /* place of who put it in ApmScene.actors; -1 = the slot is empty */
} ApmSlot;

typedef struct {
  ApmSceneKind kind;
  gint64       started_us;    /* when the program was started; 0 = not yet */
  gint64       now_us;        /* time of the newest report */

  guint        n_actors;      /* known from the parameters before the first report */
  ApmActor     actors[APM_SCENE_MAX_ACTORS];   /* producers first, in order */
  int          mutex_owner;   /* place in actors; -1 = free */

  /* The bounded buffer */
  guint        n_slots;
  ApmSlot      slots[APM_SCENE_MAX_SLOTS];
  guint        in, out;       /* the slot the next item goes into and the next comes out of */
  guint        filled;        /* slots with an item */
  int          empty, full;   /* values of the semaphores, as the reports have them; -1 = unknown */
  guint64      produced, consumed;
  guint64      total;         /* items to come in all; 0 = endless */
  double       produced_per_s, consumed_per_s;   /* over the last second */

  /* The counter */
  guint        round;         /* 1 … ; 0 = none begun */
  guint        rounds_right;  /* rounds that ended with the right sum */
  gint64       expected;      /* what a round should end with */
  gint64       actual;        /* the number as last looked at: live during a round, the sum after it */
  gint64       lost;          /* updates lost in the round that ended wrong; 0 = none seen */

  /* All others */
  guint        n_activities;
  ApmActivity  activities[APM_SCENE_MAX_ACTIVITIES];
  guint        n_objects;
  ApmSyncObject    objects[APM_SCENE_MAX_OBJECTS];   /* in the order in which they were first used */
  guint        n_places;      /* seats of a room, chairs to wait on; 0 = not known */
  guint        n_numbers;
  ApmNumber    numbers[APM_SCENE_MAX_NUMBERS];   /* as last shown */

  guint64      n_reports;     /* all reports so far */
  double       reports_per_s;
} ApmScene;

/* One item put or got, in the order in which it happened. */
typedef struct {
  gboolean put;               /* FALSE: got */
  guint    actor;             /* place in ApmScene.actors */
  guint    slot;
  guint64  item;
  gint64   at_us;
} ApmItemEvent;

/* Something that must hold all the time. */
typedef struct {
  const char *id;             /* "range", "critical", …, or an invariant of the problem.ini */
  const char *title;          /* translated: "Never below zero or over capacity" */
  gboolean    holds;          /* so far */
  const char *sentence;       /* how it broke, translated; NULL while it holds */
  gint64      at_us;          /* when it broke, since the start of the run */
} ApmCheck;

const char *apm_actor_state_get_id    (ApmActorState state);
const char *apm_actor_state_get_label (ApmActorState state);
gboolean    apm_actor_state_is_waiting (ApmActorState state);
guint       apm_scene_count_activity  (const ApmScene *scene,
                                       const char     *id);

G_END_DECLS

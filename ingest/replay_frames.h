/* replay_frames.h - the words of the replay protocol (docs/feeds.md): one answer's frames, read strictly. */
#ifndef INGEST_REPLAY_FRAMES_H
#define INGEST_REPLAY_FRAMES_H

#include "portfolio/text.h"

typedef enum replay_word {
    REPLAY_EVENT,   /* body */
    REPLAY_DONE,    /* source, epoch, number: the last one issued */
    REPLAY_TRIMMED, /* source, epoch, number: the oldest one kept */
    REPLAY_BROKEN,  /* fault says how */
} replay_word;

typedef struct replay_answer {
    replay_word word;
    text body;
    text source, epoch;
    uint64_t number;
    const char *fault;
} replay_answer;

/* `count` frames came, the first four at most are in `frames`. Texts of the answer point into them. */
replay_answer replay_answer_read(const text *frames, uint32_t count);

/* Digits alone, at most INT64_MAX. */
bool replay_number_read(text digits, uint64_t *ret_number);

#endif

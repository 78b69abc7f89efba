/* The C interface used from C, compiled by a C compiler. */
#include "engine/c_example.h"

#include <stdlib.h>
#include <string.h>

#include "llmzip/llmzip_c.h"

static const char* const kFolders[] = {"/nowhere", "models"};
static const char kText[] = "the same words again and again, the same words again and again, the same words";

int BuffersComeBack(void) {
  llmzip_options* options = llmzip_options_create();
  void* archive = NULL;
  void* text = NULL;
  size_t archive_size = 0;
  size_t text_size = 0;
  char* error = NULL;
  int failed = 1;
  llmzip_options_set_threads(options, 2);
  if (llmzip_options_set_model_folders(options, kFolders, 2, &error) != LLMZIP_OK) return 1;
  if (llmzip_options_set_spec(options, "order1", &error) == LLMZIP_OK &&
      llmzip_compress(options, kText, sizeof(kText), &archive, &archive_size, &error) == LLMZIP_OK &&
      llmzip_decompress(options, archive, archive_size, &text, &text_size, &error) == LLMZIP_OK) {
    failed = text_size != sizeof(kText) || memcmp(text, kText, sizeof(kText)) != 0;
  }
  llmzip_free(text);
  llmzip_free(archive);
  llmzip_free(error);
  llmzip_options_destroy(options);
  return failed;
}

/* A buffer that is read from and written to three bytes at a time. */
typedef struct Tape {
  unsigned char bytes[4096];
  size_t size;
  size_t position;
} Tape;

static ptrdiff_t ReadTape(void* context, void* buffer, size_t size) {
  Tape* tape = context;
  size_t count = tape->size - tape->position;
  if (count > 3) count = 3;
  if (count > size) count = size;
  memcpy(buffer, tape->bytes + tape->position, count);
  tape->position += count;
  return (ptrdiff_t)count;
}

static int WriteTape(void* context, const void* bytes, size_t size) {
  Tape* tape = context;
  if (size > sizeof(tape->bytes) - tape->size) return 1;
  memcpy(tape->bytes + tape->size, bytes, size);
  tape->size += size;
  return 0;
}

static int CountReports(void* context, uint64_t raw_bytes, uint64_t archive_bytes) {
  (void)raw_bytes;
  (void)archive_bytes;
  ++*(int*)context;
  return 0;
}

int StreamsComeBack(void) {
  Tape* original = calloc(1, sizeof(Tape));
  Tape* archive = calloc(1, sizeof(Tape));
  Tape* back = calloc(1, sizeof(Tape));
  llmzip_options* options = llmzip_options_create();
  llmzip_stream stream = {ReadTape, original, WriteTape, archive, CountReports, NULL};
  int reports = 0;
  int failed = 1;
  stream.report_context = &reports;
  memcpy(original->bytes, kText, sizeof(kText));
  original->size = sizeof(kText);
  llmzip_options_set_block_size(options, 20);
  if (llmzip_options_set_spec(options, "order0", NULL) == LLMZIP_OK &&
      llmzip_compress_stream(options, &stream, NULL) == LLMZIP_OK) {
    stream.read_context = archive;
    stream.write_context = back;
    if (llmzip_decompress_stream(NULL, &stream, NULL) == LLMZIP_OK) {
      failed = back->size != sizeof(kText) || memcmp(back->bytes, kText, sizeof(kText)) != 0 || reports < 2;
    }
  }
  llmzip_options_destroy(options);
  free(back);
  free(archive);
  free(original);
  return failed;
}

int ErrorsHaveCodesAndMessages(void) {
  void* out = NULL;
  size_t out_size = 0;
  char* error = NULL;
  llmzip_options* options = llmzip_options_create();
  llmzip_code code = llmzip_decompress(NULL, kText, sizeof(kText), &out, &out_size, &error);
  int failed = code != LLMZIP_CORRUPT || out != NULL || error == NULL || strlen(error) == 0;
  llmzip_free(error);
  code = llmzip_options_set_level(options, 10, &error);
  failed |= code != LLMZIP_INVALID_ARGUMENT || error == NULL;
  llmzip_free(error);
  failed |= llmzip_compress_stream(options, NULL, NULL) != LLMZIP_INVALID_ARGUMENT;
  failed |= llmzip_options_set_spec(options, "no-such-predictor", NULL) != LLMZIP_OK; /* found when it is used */
  failed |= llmzip_compress(options, kText, sizeof(kText), &out, &out_size, NULL) != LLMZIP_INVALID_ARGUMENT;
  failed |= strlen(llmzip_version()) == 0;
  llmzip_options_destroy(options);
  return failed;
}

/* True if `code` says that the caller is mistaken, with a message, which is freed. */
static int IsMistake(llmzip_code code, char** error) {
  int is = code == LLMZIP_INVALID_ARGUMENT && *error != NULL && strlen(*error) > 0;
  llmzip_free(*error);
  *error = NULL;
  return is;
}

int NullIsAMistakeOrADefault(void) {
  static const char* const kHole[] = {"models", NULL};
  void* out = NULL;
  size_t size = 0;
  char* error = NULL;
  llmzip_options* options = llmzip_options_create();
  int fine = options != NULL;
  fine &= IsMistake(llmzip_options_set_spec(options, NULL, &error), &error);
  fine &= IsMistake(llmzip_options_set_spec(NULL, "order0", &error), &error);
  fine &= IsMistake(llmzip_options_set_model(options, NULL, &error), &error);
  fine &= IsMistake(llmzip_options_set_model(NULL, "text-base", &error), &error);
  fine &= IsMistake(llmzip_options_set_level(NULL, 1, &error), &error);
  fine &= IsMistake(llmzip_options_set_model_folders(options, kHole, 2, &error), &error);
  fine &= IsMistake(llmzip_options_set_model_folders(options, NULL, 1, &error), &error);
  fine &= IsMistake(llmzip_options_set_model_folders(NULL, kFolders, 2, &error), &error);
  fine &= llmzip_options_set_model_folders(options, NULL, 0, &error) == LLMZIP_OK && error == NULL;
  fine &= IsMistake(llmzip_compress(options, NULL, 1, &out, &size, &error), &error);
  fine &= IsMistake(llmzip_compress(options, kText, sizeof(kText), NULL, &size, &error), &error);
  fine &= IsMistake(llmzip_compress(options, kText, sizeof(kText), &out, NULL, &error), &error);
  fine &= IsMistake(llmzip_decompress(options, NULL, 1, &out, &size, &error), &error);
  fine &= IsMistake(llmzip_decompress(options, kText, sizeof(kText), NULL, NULL, &error), &error);
  fine &= out == NULL && size == 0;
  {
    const llmzip_stream no_read = {NULL, NULL, WriteTape, NULL, NULL, NULL};
    const llmzip_stream no_write = {ReadTape, NULL, NULL, NULL, NULL, NULL};
    const llmzip_stream* const streams[] = {NULL, &no_read, &no_write};
    for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); ++i) {
      fine &= IsMistake(llmzip_compress_stream(options, streams[i], &error), &error);
      fine &= IsMistake(llmzip_decompress_stream(NULL, streams[i], &error), &error);
    }
  }
  fine &= llmzip_compress(options, kText, sizeof(kText), NULL, NULL, NULL) == LLMZIP_INVALID_ARGUMENT;
  fine &= llmzip_decompress(NULL, NULL, 0, NULL, NULL, NULL) == LLMZIP_INVALID_ARGUMENT;
  llmzip_options_set_block_size(NULL, 1);
  llmzip_options_set_threads(NULL, 1);
  llmzip_options_set_verify(NULL, 1);
  llmzip_options_set_embed_models(NULL, 1);
  llmzip_options_set_memory_limit(NULL, 1);
  llmzip_options_set_output_limit(NULL, 1);
  llmzip_options_set_ratio_limit(NULL, 1);
  llmzip_options_set_work_limit(NULL, 1);
  llmzip_options_destroy(NULL);
  llmzip_free(NULL);
  fine &= llmzip_options_set_spec(options, "order0", NULL) == LLMZIP_OK;
  fine &= llmzip_compress(options, NULL, 0, &out, &size, NULL) == LLMZIP_OK && size > 0; /* nothing needs no place */
  llmzip_free(out);
  llmzip_options_set_ratio_limit(options, 0);
  fine &= IsMistake(llmzip_decompress(options, kText, sizeof(kText), &out, &size, &error), &error);
  llmzip_options_destroy(options);
  return !fine;
}

static int ReadTapeAt(void* context, uint64_t offset, void* buffer, size_t size) {
  const Tape* tape = context;
  memcpy(buffer, tape->bytes + offset, size);
  return 0;
}

static int CountFrames(void* context, const llmzip_frame* frame) {
  int* frames = context;
  *frames += frame->raw_size == sizeof(kText) && strcmp(frame->spec, "order1") == 0 && frame->content_digest[0] != 0 &&
             !frame->carries_model;
  return 0;
}

static int EndAtOnce(void* context, const llmzip_frame* frame) {
  (void)context;
  return frame->blocks > 0;
}

/* Appends what a call gave, and frees it. */
static void Keep(Tape* tape, void* out, size_t size) {
  if (size <= sizeof(tape->bytes) - tape->size) {
    memcpy(tape->bytes + tape->size, out, size);
    tape->size += size;
  }
  llmzip_free(out);
}

int PiecesAndPartsComeBack(void) {
  llmzip_options* options = llmzip_options_create();
  llmzip_coder* coder = NULL;
  Tape archive = {{0}, 0, 0};
  Tape text = {{0}, 0, 0};
  void* out = NULL;
  size_t size = 0;
  size_t done = 0;
  int frames = 0;
  uint64_t damaged = 9;
  int fine = llmzip_options_set_spec(options, "order1", NULL) == LLMZIP_OK &&
             llmzip_compressor_create(options, &coder, NULL) == LLMZIP_OK;
  for (; fine && done < sizeof(kText); done += 7) {
    const size_t piece = sizeof(kText) - done < 7 ? sizeof(kText) - done : 7;
    fine = llmzip_coder_push(coder, kText + done, piece, &out, &size, NULL) == LLMZIP_OK;
    if (fine) Keep(&archive, out, size);
  }
  fine = fine && llmzip_coder_finish(coder, &out, &size, NULL) == LLMZIP_OK;
  if (fine) Keep(&archive, out, size);
  llmzip_coder_destroy(coder);

  fine = fine && llmzip_decompressor_create(options, &coder, NULL) == LLMZIP_OK;
  fine = fine && llmzip_coder_push(coder, archive.bytes, archive.size, &out, &size, NULL) == LLMZIP_OK;
  if (fine) Keep(&text, out, size);
  fine = fine && llmzip_coder_finish(coder, &out, &size, NULL) == LLMZIP_OK;
  if (fine) Keep(&text, out, size);
  fine = fine && text.size == sizeof(kText) && memcmp(text.bytes, kText, sizeof(kText)) == 0;
  fine = fine && llmzip_coder_push(coder, kText, 1, &out, &size, NULL) == LLMZIP_INVALID_ARGUMENT && out == NULL;
  llmzip_coder_destroy(coder);

  const llmzip_file file = {archive.size, ReadTapeAt, &archive};
  fine = fine && llmzip_list(options, &file, CountFrames, &frames, NULL) == LLMZIP_OK && frames == 1;
  fine = fine && llmzip_list(options, &file, EndAtOnce, NULL, NULL) == LLMZIP_CANCELLED;
  fine = fine && llmzip_decompress_range(options, &file, 9, 5, &out, &size, NULL) == LLMZIP_OK && size == 5 &&
         memcmp(out, kText + 9, 5) == 0;
  if (fine) llmzip_free(out);
  text.size = 0;
  fine = fine && llmzip_recover(options, &file, WriteTape, &text, &damaged, NULL) == LLMZIP_OK && damaged == 0 &&
         text.size == sizeof(kText) && memcmp(text.bytes, kText, sizeof(kText)) == 0;
  fine = fine && llmzip_recover(options, NULL, WriteTape, &text, &damaged, NULL) == LLMZIP_INVALID_ARGUMENT;
  fine = fine && llmzip_list(options, &file, NULL, NULL, NULL) == LLMZIP_INVALID_ARGUMENT;
  fine = fine && llmzip_compressor_create(options, NULL, NULL) == LLMZIP_INVALID_ARGUMENT;
  fine = fine && llmzip_coder_finish(NULL, &out, &size, NULL) == LLMZIP_INVALID_ARGUMENT;
  llmzip_coder_destroy(NULL);
  llmzip_options_destroy(options);
  return !fine;
}

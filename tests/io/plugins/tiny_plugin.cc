// A plug-in of one function. Built twice: as this version of llmzip, and as one that never was.
extern "C" __attribute__((visibility("default"))) const char* const tiny_version = LLMZIP_TINY_VERSION;

extern "C" __attribute__((visibility("default"))) int tiny_answer() { return 42; }

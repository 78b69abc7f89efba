// Standard streams: descriptors 0, 1 and 2 taken, whoever started the program.
//
// A program started with one of them closed gets its number for the next file it opens, and messages or progress then
// go into that file. Called before anything is opened, by one thread.
#ifndef LLMZIP_IO_STANDARD_STREAMS_H_
#define LLMZIP_IO_STANDARD_STREAMS_H_

namespace llmzip {

/// Gives closed ones of 0, 1 and 2 something that can be neither read (0) nor written (1, 2), so that their use is an
/// error as it was before. False if the system has nothing to give; then no file may be opened.
[[nodiscard]] bool FillClosedStandardStreams();

}  // namespace llmzip

#endif  // LLMZIP_IO_STANDARD_STREAMS_H_

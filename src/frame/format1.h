// Format 1: headers and blocks of archives made by llmzip 0.1, for reading only (docs/FORMAT.md, annex A).
//
//   header  magic 4 | version 1 | flags 1 | spec size varint, spec | lanes varint | block size varint
//           | [content size varint]                     flags bit 0
//           | [model count varint, count x 32 bytes]    flags bit 1
//           | [environment size varint, text]           flags bit 2
//           | check 4: Xxh3Check32 of all bytes before it
//   block   kind 1 | raw size varint | [payload size varint, coded blocks only] | raw digest 16 | payload | check 4
//
// A block's number is not written; it has no head check and no piece checks. Pure functions of bytes; thread-safe.
#ifndef LLMZIP_FRAME_FORMAT1_H_
#define LLMZIP_FRAME_FORMAT1_H_

#include "frame/block.h"
#include "frame/field_reader.h"
#include "frame/header.h"
#include "llmzip/status.h"

namespace llmzip {

/// The header after its version byte; `reader` began at the magic, which the check covers too.
StatusOr<ParsedHeader> ParseHeaderOfFormat1(FieldReader& reader);

/// The head of a block. Its number is not stored and stays 0.
StatusOr<BlockHead> ParseBlockOfFormat1(FieldReader& reader, const FrameHeader& frame);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_FORMAT1_H_

// Finds the headers of files anywhere in a block: inside a tar, or any other container that stores files as they are.
// Linear in the block. Thread safety: pure functions.
#ifndef LLMZIP_CONTENT_HEADERS_HEADER_SEARCH_H_
#define LLMZIP_CONTENT_HEADERS_HEADER_SEARCH_H_

#include "content/claim.h"
#include "llmzip/codec.h"

namespace llmzip {

/// Adds to *claims (which may hold those of earlier blocks) what all headers in the block say. Later headers end what
/// earlier ones claim, but for formats that are easily mistaken: those count only where nothing is claimed yet.
void SearchHeaders(ByteView block, Claims* claims);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_HEADERS_HEADER_SEARCH_H_

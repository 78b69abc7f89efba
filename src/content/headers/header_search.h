// Finds file headers anywhere in a block: inside a tar, or any other container that stores files as they are. Linear in
// the size of the block. Thread safety: pure functions.
#ifndef LLMZIP_CONTENT_HEADERS_HEADER_SEARCH_H_
#define LLMZIP_CONTENT_HEADERS_HEADER_SEARCH_H_

#include "content/claim.h"
#include "llmzip/codec.h"

namespace llmzip {

/// Adds to *claims (which may hold claims of earlier blocks) what all headers in the block say. A later header ends the
/// claims of earlier ones. Headers of formats that are easily mistaken count only where nothing is claimed yet.
void SearchHeaders(ByteView block, Claims* claims);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_HEADERS_HEADER_SEARCH_H_

# llmzip_embed_models(SOURCE FILE...): writes SOURCE, which holds the bytes of the files and defines EmbeddedFiles().
# The assembler includes the bytes: no compiler has to read megabytes of numbers.
function(llmzip_embed_models source)
  set(assembly "")
  set(declarations "")
  set(views "")
  set(number 0)
  # In a unity build a source's OBJECT_DEPENDS would be forgotten, and an older file stay inside.
  set_property(SOURCE ${source} PROPERTY SKIP_UNITY_BUILD_INCLUSION ON)
  foreach(file IN LISTS ARGN)
    set(symbol llmzip_embedded_model_${number})
    string(APPEND assembly
      "asm(\".section .rodata\\n.balign 64\\n.global ${symbol}\\n.hidden ${symbol}\\n${symbol}:\\n\"\n"
      "    \".incbin \\\"${file}\\\"\\n.global ${symbol}_end\\n.hidden ${symbol}_end\\n${symbol}_end:\\n.byte 0\\n.text\\n\");\n")
    string(APPEND declarations "extern \"C\" const std::uint8_t ${symbol}[];\nextern \"C\" const std::uint8_t ${symbol}_end[];\n")
    string(APPEND views "      ByteView(${symbol}, ${symbol}_end),\n")
    set_property(SOURCE ${source} APPEND PROPERTY OBJECT_DEPENDS ${file})
    math(EXPR number "${number} + 1")
  endforeach()
  if(number EQUAL 0)
    set(body "  return {};\n")
  else()
    set(body "  static const ByteView kFiles[] = {\n${views}  };\n  return kFiles;\n")
  endif()
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"// Made by embed_models.cmake.
#include \"model/embedded_files.h\"

${assembly}${declarations}
namespace llmzip {

std::span<const ByteView> EmbeddedFiles() {
${body}}

}  // namespace llmzip
")
endfunction()

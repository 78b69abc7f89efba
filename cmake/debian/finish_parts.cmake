# Run by cpack when the files of every package lie in their folders: adds what Debian's policy wants in each package,
# a copyright and a changelog, and compresses what is to be compressed.
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  set(date_of @$ENV{SOURCE_DATE_EPOCH})
else()
  set(date_of now)
endif()
execute_process(COMMAND date --utc --rfc-email --date=${date_of} OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE
                COMMAND_ERROR_IS_FATAL ANY)

foreach(part IN LISTS CPACK_LLMZIP_PARTS)
  string(REGEX MATCH "(.+):(.+)" part ${part})
  set(root ${CPACK_TEMPORARY_DIRECTORY}/${CMAKE_MATCH_1}/usr)
  set(package ${CMAKE_MATCH_2})
  if(NOT EXISTS ${root})
    continue()
  endif()
  set(documents ${root}/share/doc/${package})
  file(MAKE_DIRECTORY ${documents})
  configure_file(${CPACK_LLMZIP_DEBIAN}/copyright ${documents}/copyright COPYONLY)
  file(WRITE ${documents}/changelog "llmzip (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * See CHANGELOG.md in /usr/share/doc/llmzip, in the package llmzip.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
  file(GLOB pages ${root}/share/man/man*/*.[1-9])
  execute_process(COMMAND gzip -9n ${documents}/changelog ${pages} COMMAND_ERROR_IS_FATAL ANY)
  if(CPACK_PACKAGE_CONTACT MATCHES "@localhost>$")
    file(WRITE ${root}/share/lintian/overrides/${package}
"# Built by the machine's own people from a copy of the sources; CMake's LLMZIP_PACKAGE_CONTACT sets an address.
${package}: bogus-mail-host Maintainer *
${package}: bogus-mail-host-in-debian-changelog *
")
  endif()
  file(GLOB_RECURSE archives ${root}/lib/*.a)
  if(archives)
    execute_process(COMMAND strip --strip-debug --remove-section=.comment --remove-section=.note ${archives}
                    COMMAND_ERROR_IS_FATAL ANY)
  endif()
endforeach()

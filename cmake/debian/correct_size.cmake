# Run by cpack when the packages are made. CPack counts the file behind a link once more for each link: 75 MB for the
# program and its other names, which take 25.
foreach(package IN LISTS CPACK_PACKAGE_FILES)
  if(NOT package MATCHES "/llmzip_[^/]*$")
    continue()
  endif()
  set(root ${CPACK_TEMPORARY_DIRECTORY}/repacked)
  file(REMOVE_RECURSE ${root})
  execute_process(COMMAND dpkg-deb --raw-extract ${package} ${root} COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND du --summarize --apparent-size --block-size=1K --exclude=DEBIAN ${root}
                  OUTPUT_VARIABLE size COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCH "^[0-9]+" size ${size})
  execute_process(COMMAND sed --in-place "s/^Installed-Size: .*/Installed-Size: ${size}/" ${root}/DEBIAN/control
                  COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND dpkg-deb --root-owner-group --build ${root} ${package}
                  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endforeach()

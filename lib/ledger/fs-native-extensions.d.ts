/** The one function that is used of a package that brings no types of its own. */
declare module 'fs-native-extensions' {
  /**
   * Takes an exclusive advisory lock on an open file without waiting (Linux: `F_OFD_SETLK`); false when another
   * open file description holds it. The kernel frees it when the file is closed or the process ends, in any way.
   */
  export function tryLock(fd: number): boolean;
}

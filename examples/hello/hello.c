/* Greets whoever is named, or the world. */
#include <stdio.h>

int main(int argc, char **argv) {
  printf("Hello from Kopr, %s!\n", argc > 1 ? argv[1] : "world");
  return 0;
}

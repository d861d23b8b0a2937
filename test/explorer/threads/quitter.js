// A thread that ends when it should begin to work.
process.exit(7);

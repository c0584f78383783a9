package throughline.data;

/// Some consecutive rows of a table: an array a column, filled up to `rows`, and never changed again.
record Block(Object[] columns, int rows) {}

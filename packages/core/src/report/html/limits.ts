/** Nodes that a plot with a lane for each shows; more cannot be told apart, and make a page of many megabytes. */
export const mostInPlots = 20;
/** Rows of a table that are in sight. */
export const mostInSight = 20;
/** Rows of a table altogether, the others folded away; what is beyond them is told as a sum. */
export const mostInTables = 200;

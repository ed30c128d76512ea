import type { JSX } from 'preact';
import { Banner } from './banner.tsx';
import { Header } from './header.tsx';
import { type View, view } from './route.ts';
import { ToastList } from './ui/toast-list.tsx';
import { RecycleBin } from './variables/recycle-bin.tsx';
import { VariablesPage } from './variables/variables-page.tsx';

/** The page. */
export function App(): JSX.Element {
  return (
    <>
      <Header />
      <Banner />
      <main>{viewOf(view.value)}</main>
      <ToastList />
    </>
  );
}

function viewOf(name: View): JSX.Element {
  if (name === 'recycle-bin') return <RecycleBin />;
  return <VariablesPage />;
}

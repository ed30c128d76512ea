import type { JSX } from 'preact';
import { Banner } from './banner.tsx';
import { Header } from './header.tsx';
import { Panels } from './panels/panels.tsx';
import { type View, view } from './route.ts';
import { lazy } from './ui/lazy.tsx';
import { ToastList } from './ui/toast-list.tsx';
import { RecycleBin } from './variables/recycle-bin.tsx';
import { VariablesPage } from './variables/variables-page.tsx';

const PluginsPage = lazy(async () => (await import('./plugins/plugins-page.tsx')).PluginsPage);
const SettingsPage = lazy(async () => (await import('./settings/settings-page.tsx')).SettingsPage);

/** The page. */
export function App(): JSX.Element {
  return (
    <>
      <Header />
      <Banner />
      <Panels position="top" />
      <div class="middle">
        <Panels position="left" />
        <main>{viewOf(view.value)}</main>
        <Panels position="right" />
      </div>
      <Panels position="bottom" />
      <ToastList />
    </>
  );
}

function viewOf(name: View): JSX.Element {
  if (name === 'plugins') return <PluginsPage />;
  if (name === 'settings') return <SettingsPage />;
  if (name === 'recycle-bin') return <RecycleBin />;
  return <VariablesPage />;
}
